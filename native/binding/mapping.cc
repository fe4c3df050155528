// See mapping.h.
#include "mapping.h"

#include <string>
#include <utility>

#include "../os/os.h"
#include "arguments.h"

namespace signalbox::binding {

void RegionTable::add(const std::shared_ptr<MappedRegion>& region) {
  regions_[region->memory().data()] = region;
}

void RegionTable::remove(const std::byte* base) { regions_.erase(base); }

std::shared_ptr<MappedRegion> RegionTable::find(const std::byte* address) const {
  auto after = regions_.upper_bound(address);
  if (after == regions_.begin()) return nullptr;
  std::shared_ptr<MappedRegion> region = std::prev(after)->second.lock();
  if (region == nullptr) return nullptr;
  const std::span<std::byte> memory = region->memory();
  return address < memory.data() + memory.size() ? region : nullptr;
}

MappedRegion::MappedRegion(std::span<std::byte> memory, std::shared_ptr<RegionTable> table)
    : memory_(memory), table_(std::move(table)) {}

MappedRegion::~MappedRegion() {
  // Out of the table first: as soon as it is unmapped, the next mapping may get the same address.
  table_->remove(memory_.data());
  // Unmapping memory that was mapped with this very size cannot fail.
  static_cast<void>(os::unmap_memory(memory_));
}

Napi::Function Mapping::define(Napi::Env env) {
  return DefineClass(env, "Mapping",
                     {
                         InstanceAccessor<&Mapping::buffer>("buffer"),
                         InstanceMethod<&Mapping::release>("release"),
                     });
}

Mapping::Mapping(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Mapping>(info) {
  int descriptor = -1;
  int64_t expected_bytes = 0;
  if (!read_descriptor(info, 0, "Mapping(): fd", &descriptor) ||
      !read_integer(info, 1, "Mapping(): expectedBytes", 1,
                    static_cast<int64_t>(os::kMemoryFileBytesMax), &expected_bytes)) {
    return;
  }
  const std::string call =
      "Mapping(" + std::to_string(descriptor) + ", " + std::to_string(expected_bytes) + ")";
  const auto mapped = os::map_memory_file(descriptor, static_cast<uint64_t>(expected_bytes));
  if (mapped.status != Status::kOk) {
    throw_status(info.Env(), call, mapped.status, mapped.error_number);
    return;
  }
  const auto& table = info.Env().GetInstanceData<EnvironmentState>()->regions;
  auto region = std::make_shared<MappedRegion>(mapped.value, table);
  table->add(region);
  share_ = std::make_shared<Share>();
  share_->region = std::move(region);
  auto* const buffers_share = new std::shared_ptr<Share>(share_);
  napi_value buffer = nullptr;
  if (napi_create_external_arraybuffer(info.Env(), mapped.value.data(), mapped.value.size(),
                                       &Mapping::on_buffer_freed, buffers_share,
                                       &buffer) != napi_ok) {
    delete buffers_share;
    share_.reset();
    throw_code(info.Env(), call, "ENOTSUP", "this Node allows no external memory");
    return;
  }
  buffer_ = Napi::Persistent(Napi::ArrayBuffer(info.Env(), buffer));
}

void Mapping::on_buffer_freed(napi_env, void*, void* hint) {
  auto* const share = static_cast<std::shared_ptr<Share>*>(hint);
  (*share)->region.reset();
  delete share;
}

Napi::Value Mapping::buffer(const Napi::CallbackInfo&) { return buffer_.Value(); }

Napi::Value Mapping::release(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (share_ == nullptr || share_->region == nullptr) return env.Undefined();
  bool is_detached = false;
  const napi_value buffer = buffer_.Value();
  if (napi_is_detached_arraybuffer(env, buffer, &is_detached) != napi_ok) return env.Undefined();
  // Someone else detached it (ArrayBuffer.prototype.transfer): the memory lives on in another
  // ArrayBuffer, whose end unmaps it.
  if (is_detached) return env.Undefined();
  if (napi_detach_arraybuffer(env, buffer) != napi_ok) {
    throw_code(env, "Mapping.release()", "EBUSY", "the buffer cannot be detached");
    return env.Undefined();
  }
  share_->region.reset();
  return env.Undefined();
}

}  // namespace signalbox::binding
