// Planted bugs of the C++ core, and the program that finds each one.

import type { Plant } from './plant.js'

export type NativePlant = Plant & {
  /** A target of native/CMakeLists.txt: a test or a model. */
  readonly suite: string
  /** Stands in a line of it that says what failed. */
  readonly finder: string
}

const kRing = 'native/core/spsc_ring.cc'
const kWatch = 'native/core/ring_watch.h'

export const kNativePlants: readonly NativePlant[] = [
  {
    name: 'second-look-left-out',
    wrong: 'the reader falls asleep without looking once more behind its bells',
    file: kWatch,
    find: 'if (has_news()) {',
    replace: 'if (false) {',
    suite: 'bell_model',
    finder: 'the reader sleeps with',
  },
  {
    name: 'quiet-bell-without-look',
    wrong: 'a quiet ring is left out though its producer published while the bell was armed',
    file: kWatch,
    find: 'if (tail == entry.settled_tail) return true;',
    replace: 'static_cast<void>(tail);\n    return true;',
    suite: 'bell_model',
    finder: 'a quiet ring is armed beside a busy one',
  },
  {
    name: 'bell-cleared-without-ring',
    wrong: 'the producer disarms the bell and does not ring',
    file: kWatch,
    find: 'bell.exchange(0, std::memory_order_seq_cst) != 0;',
    replace: 'bell.exchange(0, std::memory_order_seq_cst) == 0;',
    suite: 'bell_model',
    finder: 'the reader sleeps with',
  },
  {
    name: 'watched-without-look',
    wrong:
      'a sleeper that is given a ring arms its bell and does not look whether records came before',
    file: 'native/core/duty_cycle.h',
    find: 'if (!rings_.arm_all()) kick();\n    } else {',
    replace: 'static_cast<void>(rings_.arm_all());\n    } else {',
    suite: 'bell_model',
    finder: 'a ring is watched by a sleeper',
  },
  {
    name: 'tail-released-only',
    wrong: 'the tail may become visible after the bell was read',
    file: kRing,
    find: 'header_->tail_position.store(tail_, std::memory_order_seq_cst);',
    replace: 'header_->tail_position.store(tail_, std::memory_order_release);',
    suite: 'bell_model',
    finder: 'the reader sleeps with',
  },
  {
    name: 'tail-before-body',
    wrong: 'a record is published when it is reserved, before its body is written',
    file: kRing,
    find: 'tail_ += wanted_bytes;\n',
    replace:
      'tail_ += wanted_bytes;\n  header_->tail_position.store(tail_, std::memory_order_seq_cst);\n',
    suite: 'ring_model',
    finder: 'two batches over the end of the ring',
  },
  {
    name: 'tail-relaxed',
    wrong: 'the tail may become visible before the body that it covers',
    file: kRing,
    find: 'header_->tail_position.store(tail_, std::memory_order_seq_cst);',
    replace: 'header_->tail_position.store(tail_, std::memory_order_relaxed);',
    suite: 'ring_model',
    finder: 'two batches over the end of the ring',
  },
  {
    name: 'room-before-reading',
    wrong: 'the room of a record is given back before the record was read',
    file: 'native/core/spsc_ring.h',
    find: 'take(static_cast<const std::byte*>(found.record), found.size_bytes);',
    replace:
      'header_->head_position.store(walk.head + stride_of(found.size_bytes));\n' +
      'take(static_cast<const std::byte*>(found.record), found.size_bytes);',
    suite: 'ring_model',
    finder: 'a full ring',
  },
  {
    name: 'room-not-looked-for-again',
    wrong: 'a producer that says it waits does not look once more',
    file: kRing,
    find: 'look < 2',
    replace: 'look < 1',
    suite: 'ring_model',
    finder: 'is stuck',
  },
  {
    name: 'segment-without-generation',
    wrong: 'a segment does not say whose it is',
    file: 'native/core/segment.cc',
    find: 'header->generation.store(plan.generation, kRelaxed);',
    replace: 'header->generation.store(0, kRelaxed);',
    suite: 'segment_model',
    finder: 'the segment is of another generation',
  },
  {
    name: 'length-not-checked',
    wrong: 'a record may reach beyond what is published',
    file: kRing,
    find: 'stride_of(size) <= available && ',
    replace: '',
    suite: 'ring_hostile_test',
    finder: 'refuses_a_size_beyond_what_is_published',
  },
]
