// Functions of the addon: memory files, doorbells, local sockets, and the ring drain.
#pragma once

#include <napi.h>

namespace signalbox::binding {

/** segmentCreate, descriptorClose, doorbell…, pipe…, peerCredentials, supported. */
void define_os_functions(Napi::Env env, Napi::Object exports);

/** layout, ringDrain. */
void define_ring_functions(Napi::Env env, Napi::Object exports);

}  // namespace signalbox::binding
