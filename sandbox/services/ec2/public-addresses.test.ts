import { expect, test } from 'vitest'
import { openStore } from '../../store/store.ts'
import { freePublicAddress } from './network-interfaces.ts'
import { collections } from './store.ts'
import type { AddressDocument, NetworkInterfaceDocument } from './store.ts'

const all = Array.from({ length: 2 ** 17 - 2 }, (_, index) => {
  const offset = index + 1
  return `198.${18 + (offset >> 16)}.${(offset >> 8) & 255}.${offset & 255}`
})

test('a public address is one that no account and no region has', () => {
  const store = openStore(':memory:')
  const left = all.splice(-64)
  const scope = store.scope('111122223333', 'eu-west-1')
  const taken = { ...scope, everywhere: <T>() => all.map(PublicIp => ({ PublicIp })) as T[] }
  expect(left).toContain(freePublicAddress(taken))

  const other = collections(store.scope('444455556666', 'us-east-1'))
  other.networkInterfaces.put('eni-1', { PublicIp: '198.18.0.1' } as NetworkInterfaceDocument)
  other.addresses.put('eipalloc-1', { PublicIp: '198.18.0.2' } as AddressDocument)
  expect(scope.everywhere('ec2:network-interface')).toEqual([{ PublicIp: '198.18.0.1' }])
  expect(scope.everywhere('ec2:address')).toEqual([{ PublicIp: '198.18.0.2' }])
  store.close()
})
