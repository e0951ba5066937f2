#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace holdfast::net {

// A completion handler of Asio or Beast behind one type, so that the socket's operations are
// compiled once and not again for every handler. Move-only; called once. It owns what the handler
// owns, usually the connection: it travels inside a pending operation and is never kept by the
// transport, which the connection owns in turn.
template <class... Args>
class Completion {
public:
    template <class Handler>
        requires(!std::is_same_v<std::remove_cvref_t<Handler>, Completion>)
    explicit Completion(Handler&& handler)
        : held_(std::make_unique<Holder<std::decay_t<Handler>>>(std::forward<Handler>(handler))) {}

    void operator()(Args... args) {
        Held& held = *held_;
        held.call(std::move(held_), args...);
    }

private:
    struct Held {
        virtual ~Held() = default;
        virtual void call(std::unique_ptr<Held> self, Args... args) = 0;
    };

    template <class Handler>
    struct Holder final : Held {
        template <class From>
        explicit Holder(From&& from) : handler(std::forward<From>(from)) {}

        // The memory is given back before the call, as Asio asks: the handler mostly starts the
        // next operation, which takes the same block again.
        void call(std::unique_ptr<Held> self, Args... args) override {
            Handler local = std::move(handler);
            self.reset();
            std::move(local)(args...);
        }

        Handler handler;
    };

    std::unique_ptr<Held> held_;
};

}  // namespace holdfast::net
