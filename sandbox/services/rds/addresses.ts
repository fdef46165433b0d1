import { createHash } from 'node:crypto'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import type { InstanceDocument } from './store.ts'

/** Such as mydb.c9akciq32rdq.eu-west-1.rds.amazonaws.com: the middle part is the account's in the region. */
export function endpointName({ accountId, region }: Scope, id: string): string {
  const digest = createHash('sha256').update(`${accountId}/${region}`).digest('hex')
  const letters = BigInt(`0x${digest}`).toString(36).slice(0, 11)
  return `${id}.c${letters}.${region}.rds.amazonaws.com`
}

/** Lets tasks find a database: its name, the private address behind it, and where that really listens. */
export function tellAddress({ addresses }: Sandbox, scope: Scope, instance: InstanceDocument): void {
  const { id, privateIp: ip, port, localPort } = instance
  const place = { accountId: scope.accountId, region: scope.region }
  addresses.bindName({ ...place, name: endpointName(scope, id) }, ip)
  if (localPort !== undefined) addresses.bind({ ...place, ip, port }, { host: '127.0.0.1', port: localPort })
}

/** A database that does not run refuses connections; its name still stands for its address. */
export function closeAddress({ addresses }: Sandbox, scope: Scope, instance: InstanceDocument): void {
  const { privateIp: ip, port } = instance
  addresses.unbind({ accountId: scope.accountId, region: scope.region, ip, port })
}

/** Forgets a database's name and address. */
export function forgetAddress(sandbox: Sandbox, scope: Scope, instance: InstanceDocument): void {
  closeAddress(sandbox, scope, instance)
  const name = endpointName(scope, instance.id)
  sandbox.addresses.unbindName({ accountId: scope.accountId, region: scope.region, name })
}
