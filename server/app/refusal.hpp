#pragma once

#include "common/error.hpp"
#include "common/protocol/events.hpp"

#include <utility>

namespace holdfast::app {

// An error as the client gets it. The detail of an internal error stays in the log.
inline protocol::Refused refusal(Ref ref, const Error& error) {
    protocol::Refused refused;
    refused.ref = std::move(ref);
    refused.code = error.code;
    if (!error.detail.empty() && error.code != Errc::internal) refused.detail = error.detail;
    return refused;
}

}  // namespace holdfast::app
