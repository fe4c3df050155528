// The addon's entry. Loaded once for each environment (main thread, every worker): no state outside
// EnvironmentState.
#include <napi.h>

#include "mapping.h"
#include "os_binding.h"
#include "poller_binding.h"

namespace signalbox::binding {
namespace {

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new EnvironmentState());
  define_os_functions(env, exports);
  define_ring_functions(env, exports);
  exports.Set("Mapping", Mapping::define(env));
  exports.Set("Poller", PollerBinding::define(env));
  exports.Set("DescriptorWatch", DescriptorWatchBinding::define(env));
  return exports;
}

}  // namespace
}  // namespace signalbox::binding

// The macro declares functions of its own, so it stands outside every namespace.
static Napi::Object initialise_signalbox(Napi::Env env, Napi::Object exports) {
  return signalbox::binding::initialise(env, exports);
}

NODE_API_MODULE(signalbox_native, initialise_signalbox)
