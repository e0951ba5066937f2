// Generated from common/protocol by holdfast-typescript. Do not edit.

export const subprotocol = "holdfast.v1";
export const max_frame_bytes = 16384;
export const max_text_code_points = 2000;
export const max_id_bytes = 64;
export const max_page = 100;

export type Decision = "release" | "release_with_note" | "mask" | "return" | "withhold";

export type Role =
    | "member"
    | "peer_supporter"
    | "facilitator"
    | "moderator"
    | "senior"
    | "clinical_lead"
    | "safeguarding"
    | "operator"
    | "auditor";

export type Permission =
    | "talk"
    | "enter_closed"
    | "see_queue"
    | "open_text"
    | "claim"
    | "decide"
    | "remove"
    | "see_audit"
    | "run_server";

export type EntryKind = "posted" | "taken_down";

export type MessageState =
    | "held"
    | "delivered"
    | "delivered_with_note"
    | "masked"
    | "released"
    | "released_with_note"
    | "returned"
    | "withheld"
    | "dropped"
    | "removed"
    | "retracted";

export type CaseState = "offered" | "claimed" | "engaged" | "closed";

export type Level = "none" | "low" | "concern" | "high" | "imminent";

export type Category =
    | "suicide"
    | "self_harm"
    | "harm_to_others"
    | "abuse"
    | "child_at_risk"
    | "eating_disorder"
    | "psychosis"
    | "grooming"
    | "medical_emergency"
    | "method_detail"
    | "personal_data"
    | "harassment"
    | "sexual_solicitation"
    | "medical_advice"
    | "spam"
    | "distress"
    | "report"
    | "care_request"
    | "worried_about_someone";

export type Errc =
    | "bad_json"
    | "bad_field"
    | "unknown_command"
    | "not_signed_in"
    | "bad_token"
    | "forbidden"
    | "no_such_room"
    | "not_joined"
    | "too_long"
    | "too_fast"
    | "no_such_message"
    | "no_such_case"
    | "held_by_other"
    | "not_holder"
    | "wrong_state"
    | "conflict"
    | "store_unavailable"
    | "bus_unavailable"
    | "room_closed"
    | "bad_config"
    | "internal";

export interface Hello {
    type: "hello";
    ref: string;
    token: string;
}

export interface Since {
    epoch: string;
    seq: number;
}

export interface Join {
    type: "join";
    ref: string;
    room: string;
    since?: Since;
}

export interface Leave {
    type: "leave";
    ref: string;
    room: string;
}

export interface Say {
    type: "say";
    ref: string;
    room: string;
    key: string;
    text: string;
}

export interface Retract {
    type: "retract";
    ref: string;
    room: string;
    message: string;
}

export interface ReadHistory {
    type: "read_history";
    ref: string;
    room: string;
    before: number;
    limit: number;
}

export interface WatchQueue {
    type: "watch_queue";
    ref: string;
}

export interface OpenCase {
    type: "open_case";
    ref: string;
    id: string;
}

export interface ClaimCase {
    type: "claim_case";
    ref: string;
    id: string;
}

export interface ReleaseCase {
    type: "release_case";
    ref: string;
    id: string;
}

export interface Decide {
    type: "decide";
    ref: string;
    id: string;
    room: string;
    message: string;
    decision: Decision;
}

export interface Remove {
    type: "remove";
    ref: string;
    room: string;
    message: string;
}

export interface Ping {
    type: "ping";
    ref: string;
}

export type Command =
    | Hello
    | Join
    | Leave
    | Say
    | Retract
    | ReadHistory
    | WatchQueue
    | OpenCase
    | ClaimCase
    | ReleaseCase
    | Decide
    | Remove
    | Ping;

export interface Person {
    id: string;
    name: string;
    role: Role;
}

export interface Welcome {
    type: "welcome";
    ref: string;
    you: Person;
    permissions: Permission[];
    care_rooms: string[];
    now: number;
}

export interface MessageView {
    id: string;
    author: Person;
    text: string;
    at: number;
    state: MessageState;
    note?: string;
}

export interface EntryView {
    seq: number;
    kind: EntryKind;
    message: MessageView;
}

export interface OwnMessage {
    room: string;
    id: string;
    key: string;
    text: string;
    at: number;
    state: MessageState;
    seq?: number;
    shown?: string;
    card?: string;
}

export interface Presence {
    members: number;
    moderators: number;
}

export interface Joined {
    type: "joined";
    ref: string;
    room: string;
    epoch: string;
    seq: number;
    gap: boolean;
    entries: EntryView[];
    own: OwnMessage[];
    presence: Presence;
    paused: boolean;
}

export interface Said {
    type: "said";
    ref: string;
    message: OwnMessage;
}

export interface HistoryPage {
    type: "history_page";
    ref: string;
    room: string;
    entries: EntryView[];
    more: boolean;
}

export interface CaseView {
    id: string;
    version: number;
    state: CaseState;
    level: Level;
    category: Category;
    about: Person;
    room: string;
    opened_at: number;
    level_since: number;
    flags: number;
    holder?: Person;
    care_open: boolean;
    care_room: string;
}

export interface Queue {
    type: "queue";
    ref: string;
    cases: CaseView[];
}

export interface TextSpan {
    begin: number;
    end: number;
}

export interface ReasonView {
    category: Category;
    level: Level;
    rule: string;
    span: TextSpan;
    cues: string[];
}

export interface FlaggedMessage {
    message: MessageView;
    room: string;
    reasons: ReasonView[];
    ruleset: string;
    policy: string;
    before: MessageView[];
    after: MessageView[];
}

export interface OpenedCase {
    type: "opened_case";
    ref: string;
    summary: CaseView;
    messages: FlaggedMessage[];
}

export interface CaseHeld {
    type: "case_held";
    ref: string;
    summary: CaseView;
}

export interface Done {
    type: "done";
    ref: string;
}

export interface Refused {
    type: "refused";
    ref: string;
    code: Errc;
    field?: string;
    detail?: string;
    retry_after?: number;
    holder?: Person;
}

export type Reply =
    | Welcome
    | Joined
    | Said
    | HistoryPage
    | Queue
    | OpenedCase
    | CaseHeld
    | Done
    | Refused;

export interface Entry {
    type: "entry";
    room: string;
    entry: EntryView;
}

export interface Status {
    type: "status";
    message: OwnMessage;
}

export interface CareOpened {
    type: "care_opened";
    room: string;
}

export interface PresenceChanged {
    type: "presence";
    room: string;
    presence: Presence;
}

export interface Paused {
    type: "paused";
    room: string;
    paused: boolean;
}

export interface CaseChanged {
    type: "case_changed";
    summary: CaseView;
}

export type Event = Entry | Status | CareOpened | PresenceChanged | Paused | CaseChanged;

// 4000-4499: reconnect and resume. 4500-4999: do not.
export const close_codes = {
    restarting: 4001,
    slow: 4008,
    resync: 4010,
    bad_token: 4500,
    bad_request: 4501,
    removed: 4503,
    too_many_connections: 4504,
} as const;
