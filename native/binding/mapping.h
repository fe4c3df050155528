// Memory files mapped into this process, as JavaScript sees them: class Mapping, an external
// ArrayBuffer.
//
// Who keeps the memory mapped: the ArrayBuffer (until release() detaches it or the collector frees
// it) and every poller that watches words in it. The last one unmaps. So JavaScript can release in
// any order and never reads unmapped memory.
#pragma once

#include <napi.h>

#include <cstddef>
#include <map>
#include <memory>
#include <span>

namespace signalbox::binding {

class MappedRegion;

/** The mappings of one environment, by address. Touched by the environment's thread alone. */
class RegionTable {
 public:
  void add(const std::shared_ptr<MappedRegion>& region);
  void remove(const std::byte* base);

  /** The mapping that holds the address, or nullptr. */
  [[nodiscard]] std::shared_ptr<MappedRegion> find(const std::byte* address) const;

 private:
  std::map<const std::byte*, std::weak_ptr<MappedRegion>> regions_;
};

/** One mapping; unmaps when its last holder lets go. */
class MappedRegion {
 public:
  MappedRegion(std::span<std::byte> memory, std::shared_ptr<RegionTable> table);
  ~MappedRegion();
  MappedRegion(const MappedRegion&) = delete;
  MappedRegion& operator=(const MappedRegion&) = delete;

  [[nodiscard]] std::span<std::byte> memory() const { return memory_; }

 private:
  const std::span<std::byte> memory_;
  const std::shared_ptr<RegionTable> table_;
};

/** What one environment (the main thread or a worker) keeps of the addon. */
struct EnvironmentState {
  std::shared_ptr<RegionTable> regions = std::make_shared<RegionTable>();
};

/** new Mapping(fd, expectedBytes); buffer, release(). */
class Mapping : public Napi::ObjectWrap<Mapping> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit Mapping(const Napi::CallbackInfo& info);

 private:
  /**
   * The ArrayBuffer's share in the region, emptied by release() or by the ArrayBuffer's end,
   * whichever is first.
   */
  struct Share {
    std::shared_ptr<MappedRegion> region;
  };

  static void on_buffer_freed(napi_env env, void* data, void* hint);

  Napi::Value buffer(const Napi::CallbackInfo& info);
  Napi::Value release(const Napi::CallbackInfo& info);

  std::shared_ptr<Share> share_;
  Napi::Reference<Napi::ArrayBuffer> buffer_;
};

}  // namespace signalbox::binding
