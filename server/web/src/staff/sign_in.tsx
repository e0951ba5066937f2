import { useSignal } from "@preact/signals";
import { t } from "../copy";
import type { StaffSession } from "./staff_session";

type Progress = "typing" | "asking" | "wrong" | "wait" | "failed";

export function SignIn({ session }: { session: StaffSession }) {
    const progress = useSignal<Progress>("typing");
    const code = useSignal("");
    const submit = async (event: SubmitEvent) => {
        event.preventDefault();
        if (progress.value === "asking" || code.value.trim() === "") return;
        progress.value = "asking";
        const signed = await session.signIn(code.value.trim());
        if (signed.ok) return;
        if (signed.status === 429) progress.value = "wait";
        else progress.value = signed.status >= 400 && signed.status < 500 ? "wrong" : "failed";
    };
    return (
        <main class="sign-in">
            <h1>{t("staff.page_title")}</h1>
            <p>{t("staff.sign_in_lead")}</p>
            <form onSubmit={submit}>
                <label for="code">{t("staff.code")}</label>
                <input
                    id="code"
                    type="text"
                    autocomplete="one-time-code"
                    autocapitalize="off"
                    spellcheck={false}
                    value={code.value}
                    aria-describedby="sign-in-problem"
                    onInput={(event) => {
                        code.value = event.currentTarget.value;
                    }}
                />
                <p id="sign-in-problem" class="problem" role="status">
                    {progress.value === "wrong" && t("staff.sign_in_wrong")}
                    {progress.value === "wait" && t("staff.sign_in_wait")}
                    {progress.value === "failed" && t("staff.sign_in_failed")}
                </p>
                <button type="submit" class="button main wide" aria-disabled={progress.value === "asking"}>
                    {t("staff.sign_in_button")}
                </button>
            </form>
        </main>
    );
}
