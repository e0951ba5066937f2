#pragma once

// What every Bus does. A World makes nodes that share one bus:
//   std::unique_ptr<Node> node(const std::string& name);
// BusContract holds for every implementation, BusBetweenNodes for those that join nodes.

#include "tests/contract/bus_node.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

namespace holdfast::bus {

// Every byte there is, the zero first and in the midst.
inline std::string all_bytes() {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += static_cast<char>(byte);
    return bytes + bytes + std::string("\r\n$5\r\n\0", 7);
}

template <class World>
class BusContract : public testing::Test {
protected:
    World world_;
};
TYPED_TEST_SUITE_P(BusContract);

TYPED_TEST_P(BusContract, TellsItsOwnNodeBeforePublishReturns) {
    const auto node = this->world_.node("otter");

    node->bus().publish(delivery("room:harbour", 7, "hello"));

    const std::vector<Delivery> heard = node->ear().heard();
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0].topic, "room:harbour");
    EXPECT_EQ(heard[0].seq, 7u);
    EXPECT_EQ(*heard[0].payload, "hello");
}

TYPED_TEST_P(BusContract, SharesThePayloadInsteadOfCopyingIt) {
    const auto node = this->world_.node("otter");
    const Delivery sent = delivery("room:harbour", 1, "hello");

    node->bus().publish(sent);

    EXPECT_EQ(node->ear().heard().at(0).payload, sent.payload);
}

TYPED_TEST_P(BusContract, TellsItsOwnNodeInOrderAndOnce) {
    const auto node = this->world_.node("otter");
    node->bus().follow("room:harbour");

    for (std::uint64_t seq = 1; seq <= 10'000; ++seq) {
        node->bus().publish(delivery("room:harbour", seq, "m"));
    }

    const std::vector<Delivery> heard = node->ear().heard();
    ASSERT_EQ(heard.size(), 10'000u);
    for (std::size_t i = 0; i < heard.size(); ++i)
        ASSERT_EQ(heard[i].seq, i + 1);
}

TYPED_TEST_P(BusContract, CarriesAnyBytesOnItsOwnNode) {
    const auto node = this->world_.node("otter");

    node->bus().publish(delivery("room:harbour", 1, all_bytes()));
    node->bus().publish(delivery("room:harbour", 2, ""));

    EXPECT_EQ(*node->ear().heard().at(0).payload, all_bytes());
    EXPECT_EQ(*node->ear().heard().at(1).payload, "");
}

TYPED_TEST_P(BusContract, MayBeCalledFromManyThreads) {
    const auto node = this->world_.node("otter");
    constexpr int threads = 4;
    constexpr std::uint64_t each = 250;

    std::vector<std::thread> publishers;
    for (int t = 0; t < threads; ++t) {
        publishers.emplace_back([&node, t] {
            const std::string topic = "room:" + std::to_string(t);
            for (std::uint64_t seq = 1; seq <= each; ++seq) {
                node->bus().follow(topic);
                node->bus().publish(delivery(topic, seq, "m"));
                node->bus().unfollow(topic);
            }
        });
    }
    for (std::thread& publisher : publishers)
        publisher.join();

    for (int t = 0; t < threads; ++t) {
        const auto heard = node->ear().heard_on("room:" + std::to_string(t));
        ASSERT_EQ(heard.size(), each);
        for (std::size_t i = 0; i < heard.size(); ++i)
            ASSERT_EQ(heard[i].seq, i + 1);
    }
}

TYPED_TEST_P(BusContract, TakesAnUnfollowThatMeetsNoFollow) {
    const auto node = this->world_.node("otter");

    node->bus().unfollow("room:harbour");
    node->bus().publish(delivery("room:harbour", 1, "m"));

    EXPECT_EQ(node->ear().heard().size(), 1u);
}

REGISTER_TYPED_TEST_SUITE_P(
    BusContract,
    TellsItsOwnNodeBeforePublishReturns,
    SharesThePayloadInsteadOfCopyingIt,
    TellsItsOwnNodeInOrderAndOnce,
    CarriesAnyBytesOnItsOwnNode,
    MayBeCalledFromManyThreads,
    TakesAnUnfollowThatMeetsNoFollow
);

template <class World>
class BusBetweenNodes : public testing::Test {
protected:
    World world_;
    std::unique_ptr<Node> fern_ = world_.node("fern");
    std::unique_ptr<Node> otter_ = world_.node("otter");
};
TYPED_TEST_SUITE_P(BusBetweenNodes);

TYPED_TEST_P(BusBetweenNodes, TellsAnotherNodeWhatItFollowsAndNothingElse) {
    this->otter_->bus().follow("room:harbour");
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:harbour"));

    this->fern_->bus().publish(delivery("room:everyday", 1, "not for otter"));
    this->fern_->bus().publish(delivery("room:harbour", 2, "for otter"));

    ASSERT_TRUE(this->otter_->ear().await_count(1));
    const std::vector<Delivery> heard = this->otter_->ear().heard();
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard[0].topic, "room:harbour");
    EXPECT_EQ(heard[0].seq, 2u);
    EXPECT_EQ(*heard[0].payload, "for otter");
}

TYPED_TEST_P(BusBetweenNodes, FollowsUntilEachFollowHasMetItsUnfollow) {
    Bus& otter = this->otter_->bus();
    otter.follow("room:harbour");
    otter.follow("room:harbour");
    otter.unfollow("room:harbour");
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:harbour"));

    otter.unfollow("room:harbour");
    otter.follow("room:marker");
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:marker"));
    this->fern_->bus().publish(delivery("room:harbour", 1, "nobody follows"));
    this->fern_->bus().publish(delivery("room:marker", 1, "behind it"));

    ASSERT_TRUE(this->otter_->ear().await_count(1));
    EXPECT_TRUE(this->otter_->ear().heard_on("room:harbour").empty());
}

// Clients of Redis have lost a topic that was unfollowed and followed again before the server had
// answered the first of the two.
TYPED_TEST_P(BusBetweenNodes, FollowsAgainRightAfterAnUnfollow) {
    Bus& otter = this->otter_->bus();
    otter.follow("room:harbour");
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:harbour"));

    for (int times = 0; times < 100; ++times) {
        otter.unfollow("room:harbour");
        otter.follow("room:harbour");
    }
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:harbour"));
    this->fern_->bus().publish(delivery("room:harbour", 1, "still there"));

    ASSERT_TRUE(this->otter_->ear().await_count(1));
    EXPECT_EQ(*this->otter_->ear().heard()[0].payload, "still there");
}

TYPED_TEST_P(BusBetweenNodes, CarriesAnyBytesAndTheWholeSeq) {
    this->otter_->bus().follow("room:harbour");
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:harbour"));

    this->fern_->bus().publish(delivery("room:harbour", UINT64_MAX, all_bytes()));
    this->fern_->bus().publish(delivery("room:harbour", 1, ""));

    ASSERT_TRUE(this->otter_->ear().await_count(2));
    EXPECT_EQ(this->otter_->ear().heard()[0].seq, UINT64_MAX);
    EXPECT_EQ(*this->otter_->ear().heard()[0].payload, all_bytes());
    EXPECT_EQ(*this->otter_->ear().heard()[1].payload, "");
}

TYPED_TEST_P(BusBetweenNodes, TellsAnotherNodeTenThousandMessagesInOrder) {
    this->otter_->bus().follow("room:harbour");
    this->otter_->bus().follow("room:everyday");
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:harbour"));
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:everyday"));

    // Probes that went out before there was a connection count as well.
    const std::uint64_t dropped_before = this->fern_->bus().dropped();

    const std::string payload(200, 'x');
    for (std::uint64_t seq = 1; seq <= 5'000; ++seq) {
        this->fern_->bus().publish(delivery("room:harbour", seq, payload));
        this->fern_->bus().publish(delivery("room:everyday", seq, payload));
    }

    ASSERT_TRUE(this->otter_->ear().await_count(10'000)) << this->otter_->ear().heard().size();
    for (const char* topic : {"room:harbour", "room:everyday"}) {
        const auto heard = this->otter_->ear().heard_on(topic);
        ASSERT_EQ(heard.size(), 5'000u);
        for (std::size_t i = 0; i < heard.size(); ++i)
            ASSERT_EQ(heard[i].seq, i + 1);
    }
    EXPECT_EQ(this->fern_->bus().dropped(), dropped_before);
}

TYPED_TEST_P(BusBetweenNodes, DoesNotHearItsOwnMessageASecondTime) {
    this->fern_->bus().follow("room:harbour");
    this->otter_->bus().follow("room:harbour");
    ASSERT_TRUE(await_route(*this->fern_, *this->otter_, "room:harbour"));
    ASSERT_TRUE(await_route(*this->otter_, *this->fern_, "room:harbour"));

    this->fern_->bus().publish(delivery("room:harbour", 1, "mine"));
    ASSERT_TRUE(this->otter_->ear().await_count(1));
    // Whatever came back to fern came before this.
    this->otter_->bus().publish(delivery("room:harbour", 2, "yours"));

    ASSERT_TRUE(this->fern_->ear().await_count(2));
    const std::vector<Delivery> heard = this->fern_->ear().heard();
    EXPECT_EQ(heard.size(), 2u);
    EXPECT_EQ(*heard[0].payload, "mine");
    EXPECT_EQ(*heard[1].payload, "yours");
}

REGISTER_TYPED_TEST_SUITE_P(
    BusBetweenNodes,
    TellsAnotherNodeWhatItFollowsAndNothingElse,
    FollowsUntilEachFollowHasMetItsUnfollow,
    FollowsAgainRightAfterAnUnfollow,
    CarriesAnyBytesAndTheWholeSeq,
    TellsAnotherNodeTenThousandMessagesInOrder,
    DoesNotHearItsOwnMessageASecondTime
);

}  // namespace holdfast::bus
