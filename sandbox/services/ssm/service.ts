import type { Service } from '../../gateway/service.ts'
import { nameOf, parameterArn } from './names.ts'

/** AWS Systems Manager: Parameter Store, and what a client of ECS Exec asks about its session. */
export const service: Service = {
  id: 'ssm',
  signingName: 'ssm',
  client: () => import('@aws-sdk/client-ssm'),
  resourceArn: (_operation, input, { accountId, region, store }) => {
    const scope = store.scope(accountId, region)
    const { Name, Names, Path, ResourceId } = input as {
      Name?: string
      Names?: string[]
      Path?: string
      ResourceId?: string
    }
    const names = Names ?? [Name ?? Path ?? ResourceId].filter(name => name !== undefined)
    return names.length === 0 ? undefined : names.map(name => parameterArn(scope, nameOf(scope, name).name))
  },
}
