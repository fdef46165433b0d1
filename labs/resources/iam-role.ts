import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListRoleTagsCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam'
import { itemOf, labOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Path under which the labs' commands create roles: the tagging API knows no roles, so this is how they are found. */
export const ROLE_PATH = '/slipway/'

/** IAM roles, with the policies on them. */
export const iamRole: ResourceKind = {
  type: 'iam:role',
  order: 80,

  async search(account, labId) {
    const arns: string[] = []
    for await (const page of paginateListRoles({ client: account.aws.iam }, { PathPrefix: ROLE_PATH })) {
      for (const { Arn = '', RoleName } of page.Roles ?? []) {
        const { Tags } = await account.aws.iam.send(new ListRoleTagsCommand({ RoleName }))
        if (labOf(Tags) === labId) arns.push(Arn)
      }
    }
    return arns
  },

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const { Tags } = await account.aws.iam.send(new ListRoleTagsCommand({ RoleName: nameOf(id) }))
      return itemOf(iamRole, labId, Tags, { id, label: `role ${nameOf(id)}` })
    }),

  async remove(account, { id }) {
    const { iam } = account.aws
    const RoleName = nameOf(id)
    for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
      for (const { PolicyArn } of page.AttachedPolicies ?? []) {
        await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))
      }
    }
    for await (const page of paginateListRolePolicies({ client: iam }, { RoleName })) {
      for (const PolicyName of page.PolicyNames ?? []) {
        await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }))
      }
    }
    await iam.send(new DeleteRoleCommand({ RoleName }))
  },
}

function nameOf(arn: string): string {
  return resourcePart(arn).split('/').at(-1) ?? ''
}
