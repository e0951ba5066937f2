add_executable(store_bench bench/store_bench.cpp)
target_link_libraries(store_bench PRIVATE holdfast::store)
