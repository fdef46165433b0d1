import type { Service } from '../../gateway/service.ts'
import { cloudformation } from './store.ts'

/** AWS CloudFormation. */
export const service: Service = {
  id: 'cloudformation',
  signingName: 'cloudformation',
  client: () => import('@aws-sdk/client-cloudformation'),
  resourceArn: (_operation, input, { accountId, region, store }) => {
    const { StackName: name } = input as { StackName?: unknown }
    if (typeof name !== 'string' || name === '') return undefined
    if (name.startsWith('arn:')) return name
    const known = cloudformation(store.scope(accountId, region))
      .stacks.values()
      .find(({ stackName, status }) => stackName === name && status !== 'DELETE_COMPLETE')
    return known?.stackId ?? `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/*`
  },
  passedRoles: (_operation, input) => {
    const { RoleARN } = input as { RoleARN?: string }
    return RoleARN ? [{ arn: RoleARN, service: 'cloudformation.amazonaws.com' }] : []
  },
}
