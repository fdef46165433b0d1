import type { Cancel } from '../../clock.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { collections } from './store.ts'
import type { Network } from './store.ts'

/** How long AWS takes, in the account's own time. */
const NAT_GATEWAY_MS = { pending: 90_000, deleting: 45_000, deleted: 3_600_000 }
const VPC_ENDPOINT_MS = { pending: 60_000, deleting: 30_000 }

/** One timer for each account and region. */
const waiting = new WeakMap<Sandbox, Map<string, Cancel>>()

function timersOf(sandbox: Sandbox): Map<string, Cancel> {
  const known = waiting.get(sandbox) ?? new Map<string, Cancel>()
  waiting.set(sandbox, known)
  return known
}

/** The account's own time at which a NAT gateway that is now in this state reaches the next one. */
export function natGatewayDue(sandbox: Sandbox, scope: Scope, state: keyof typeof NAT_GATEWAY_MS): number {
  return sandbox.clock.time(scope.accountId) + NAT_GATEWAY_MS[state]
}

/** Likewise for an interface endpoint. */
export function vpcEndpointDue(sandbox: Sandbox, scope: Scope, state: keyof typeof VPC_ENDPOINT_MS): number {
  return sandbox.clock.time(scope.accountId) + VPC_ENDPOINT_MS[state]
}

/** Moves what is due now, and comes back when the next thing is. Call it after every change of a `nextStateAt`. */
export function watchStateChanges(sandbox: Sandbox, scope: Scope): void {
  const state = collections(scope)
  const now = sandbox.clock.time(scope.accountId)
  // Half a millisecond: timers may come that much early.
  const isDue = (at: number | undefined) => at !== undefined && at <= now + 0.5
  for (const gateway of state.natGateways.values()) {
    if (isDue(gateway.nextStateAt)) moveNatGateway(sandbox, scope, gateway.NatGatewayId)
  }
  for (const { VpcEndpointId, nextStateAt } of state.vpcEndpoints.values()) {
    if (isDue(nextStateAt)) moveVpcEndpoint(state, VpcEndpointId)
  }
  const next = [...state.natGateways.values(), ...state.vpcEndpoints.values()].flatMap(
    ({ nextStateAt }) => nextStateAt ?? [],
  )
  const timers = timersOf(sandbox)
  const key = `${scope.accountId}/${scope.region}`
  timers.get(key)?.()
  timers.delete(key)
  if (next.length === 0) return
  const wait = Math.min(...next) - now
  timers.set(
    key,
    sandbox.clock.after(scope.accountId, wait, () => watchStateChanges(sandbox, scope)),
  )
}

/** pending → available; deleting → deleted → forgotten; failed → forgotten. */
function moveNatGateway(sandbox: Sandbox, scope: Scope, id: string): void {
  const state = collections(scope)
  const gateway = state.natGateways.get(id)
  if (!gateway) return
  const { nextStateAt: _due, ...rest } = gateway
  if (rest.State === 'pending') state.natGateways.put(id, { ...rest, State: 'available' })
  else if (rest.State === 'deleting') {
    for (const { NetworkInterfaceId = '', AllocationId = '' } of rest.NatGatewayAddresses ?? []) {
      state.networkInterfaces.delete(NetworkInterfaceId)
      freeAddressOf(state, AllocationId)
    }
    const nextStateAt = natGatewayDue(sandbox, scope, 'deleted')
    state.natGateways.put(id, {
      ...rest,
      State: 'deleted',
      DeleteTime: new Date(sandbox.clock.now()),
      nextStateAt,
    })
  } else state.natGateways.delete(id)
}

/** pending → available; deleting → gone. */
function moveVpcEndpoint(state: Network, id: string): void {
  const endpoint = state.vpcEndpoints.get(id)
  if (!endpoint) return
  const { nextStateAt: _due, ...rest } = endpoint
  if (rest.State === 'pending') {
    state.vpcEndpoints.put(id, { ...rest, State: 'available' })
    return
  }
  for (const eni of rest.NetworkInterfaceIds ?? []) state.networkInterfaces.delete(eni)
  state.vpcEndpoints.delete(id)
}

/** Takes an elastic address off whatever has it. */
export function freeAddressOf(state: Network, allocationId: string): void {
  const address = state.addresses.get(allocationId)
  if (!address) return
  const {
    AssociationId: _association,
    NetworkInterfaceId = '',
    NetworkInterfaceOwnerId: _owner,
    PrivateIpAddress: _private,
    ...free
  } = address
  state.addresses.put(allocationId, free)
  const eni = state.networkInterfaces.get(NetworkInterfaceId)
  if (!eni) return
  const { PublicIp: _public, ...rest } = eni
  state.networkInterfaces.put(NetworkInterfaceId, rest)
}
