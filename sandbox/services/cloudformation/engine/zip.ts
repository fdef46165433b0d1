import { zipSync } from 'fflate'

/** A zip with one file in it. */
export function zipOf(name: string, content: Uint8Array): Uint8Array {
  return zipSync({ [name]: content })
}
