import type { Sandbox } from '../../operation.ts'
import { allowsIngress } from '../ec2/reachability.ts'
import { endpointName } from './addresses.ts'
import { rds } from './store.ts'

/** Where a database really listens, for who brings the learner's own client to it. */
export interface DatabaseEndpoint {
  id: string
  region: string
  /** What AWS's answers call it. */
  name: string
  port: number
  /** Only while it runs. */
  real?: { host: string; port: number }
  /** Whether AWS would let the learner's machine in: it is publicly accessible, and its security groups allow it. */
  open: boolean
}

/** The learner's machine, as conditions of policies know it too. */
const LEARNER = { ips: ['127.0.0.1'], groupIds: [] }

/** The databases of an account in all regions. */
export function databaseEndpoints({ addresses, store }: Sandbox, accountId: string): DatabaseEndpoint[] {
  return store
    .scopes()
    .filter(scope => scope.accountId === accountId)
    .flatMap(scope =>
      rds(scope)
        .instances.values()
        .map(({ id, port, privateIp: ip, publiclyAccessible, securityGroupIds }) => {
          const { region } = scope
          const real = addresses.lookup({ accountId, region, ip, port })
          const open = publiclyAccessible && allowsIngress(scope, securityGroupIds, LEARNER, port)
          return { id, region, name: endpointName(scope, id), port, ...(real && { real }), open }
        }),
    )
}
