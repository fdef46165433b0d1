import {
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type IpPermission,
} from '@aws-sdk/client-ec2'
import type { LabAccount } from '../define.ts'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Security groups. Two that name each other in their rules cannot go before those rules do. */
export const securityGroup: ResourceKind = {
  type: 'ec2:security-group',
  order: 70,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const found = await describe(account, id)
      return found
        ? itemOf(securityGroup, labId, found.Tags, { id, label: `security group ${found.GroupName}` })
        : []
    }),

  async remove(account, { id }) {
    const found = await describe(account, id)
    if (!found) return
    const { GroupId } = found
    const ingress = groupRules(found.IpPermissions)
    if (ingress.length > 0) {
      const revoke = new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: ingress })
      await account.aws.ec2.send(revoke).catch(unlessRevoked)
    }
    const egress = groupRules(found.IpPermissionsEgress)
    if (egress.length > 0) {
      const revoke = new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: egress })
      await account.aws.ec2.send(revoke).catch(unlessRevoked)
    }
    await account.aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId }))
  },
}

/** A rule that someone else revoked meanwhile is no reason to leave its group standing. */
function unlessRevoked(error: unknown): void {
  if (!(error instanceof Error && error.name === 'InvalidPermission.NotFound')) throw error
}

/** The rules that name another group, without the addresses that stand in the same permission. */
function groupRules(permissions: IpPermission[] = []): IpPermission[] {
  return permissions
    .filter(({ UserIdGroupPairs: pairs }) => pairs && pairs.length > 0)
    .map(({ IpProtocol, FromPort, ToPort, UserIdGroupPairs: pairs = [] }) => ({
      IpProtocol,
      FromPort,
      ToPort,
      UserIdGroupPairs: pairs.map(({ GroupId, UserId }) => ({ GroupId, UserId })),
    }))
}

async function describe(account: LabAccount, arn: string) {
  const groupId = resourcePart(arn).split('/')[1] ?? ''
  const answer = await account.aws.ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-id', Values: [groupId] }] }),
  )
  return answer.SecurityGroups?.[0]
}
