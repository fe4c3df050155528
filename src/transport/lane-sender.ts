// The center's way of handing out lanes: a message with descriptors, over a local socket to the peer (peer-socket.ts).

import type { NativeAddon } from '../ring/native.js'
import type { LinkEnd } from './link.js'

/** @param descriptor of the socket; stays its owner's. */
export function laneSender(
  native: NativeAddon,
  descriptor: number,
): NonNullable<LinkEnd['passLane']> {
  return (message, descriptors) => {
    const sent = native.pipeSend(descriptor, message, descriptors)
    // The rest could be sent later; but who leaves a socket full of so little does not read it.
    if (sent > 0 && sent < message.length) throw new Error('the socket took only a part')
    return sent > 0
  }
}
