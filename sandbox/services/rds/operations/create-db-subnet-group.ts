import {
  type CreateDBSubnetGroupMessage,
  type CreateDBSubnetGroupResult,
  DBSubnetGroupAlreadyExistsFault,
} from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { exception, invalidValue } from '../errors.ts'
import { rds } from '../store.ts'
import { checkedSubnets, shownSubnetGroup } from '../subnet-groups.ts'
import { withTags } from '../tags.ts'

/** Names the subnets in which instances may have their address. */
export const createDBSubnetGroup: Operation<CreateDBSubnetGroupMessage, CreateDBSubnetGroupResult> = (
  input,
  { scope },
) => {
  const name = (input.DBSubnetGroupName ?? '').toLowerCase()
  if (!/^[a-z0-9][a-z0-9 ._-]{0,254}$/.test(name) || name === 'default') {
    throw invalidValue(
      'The parameter DBSubnetGroupName must be provided and must not be blank, must have letters, digits, periods, underscores, spaces or hyphens, 255 at most, and must not be default.',
    )
  }
  const { subnetGroups } = rds(scope)
  const checked = checkedSubnets(scope, input.SubnetIds ?? [])
  const tags = withTags([], input.Tags)
  if (subnetGroups.has(name)) {
    throw exception(DBSubnetGroupAlreadyExistsFault, `The DB subnet group '${name}' already exists.`)
  }
  const group = { name, description: input.DBSubnetGroupDescription ?? '', ...checked, tags }
  subnetGroups.put(name, group)
  return { DBSubnetGroup: shownSubnetGroup(scope, group) }
}
