// Asio's own code, compiled once. Nothing else may stand here: a library that uses Asio without
// Beast links this object alone.
#include <boost/asio/impl/src.hpp>
