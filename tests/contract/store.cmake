holdfast_test(
    store_contract
    SOURCES contract/store_contract_accounts.cpp
            contract/store_contract_cases.cpp
            contract/store_contract_durable.cpp
            contract/store_contract_rooms.cpp
            contract/store_contract_test.cpp
            contract/store_kill_test.cpp
            contract/store_samples.cpp
            contract/store_sqlite_home.cpp
    LINKS holdfast::store
)
