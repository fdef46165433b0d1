import { json, list, pick, tagChanges, text } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

interface InlinePolicy {
  PolicyName: string
  PolicyDocument: unknown
}

/** A role with its policies. */
export const awsIamRole: ResourceType = {
  replaces: ['RoleName', 'Path'],
  updates: [
    ...[
      'AssumeRolePolicyDocument',
      'Description',
      'ManagedPolicyArns',
      'MaxSessionDuration',
      'PermissionsBoundary',
    ],
    ...['Policies', 'Tags'],
  ],
  required: ['AssumeRolePolicyDocument'],
  nameProperty: 'RoleName',
  attributes: ['Arn', 'RoleId'],
  async create(work) {
    const { call, properties, tags, name, made } = work
    const RoleName = text(properties, 'RoleName') || name()
    const { Role = {} } = await call<{ Role?: Properties }>('iam', 'CreateRole', {
      ...{ RoleName, Tags: tags, AssumeRolePolicyDocument: json(properties['AssumeRolePolicyDocument']) },
      ...pick(properties, 'Path', 'Description', 'MaxSessionDuration', 'PermissionsBoundary'),
    })
    const attributes = { Arn: Role['Arn'], RoleId: Role['RoleId'] }
    made(RoleName, attributes)
    await putPolicies(work, RoleName, {})
    return { physicalId: RoleName, attributes }
  },
  async update(change) {
    const { call, properties, physicalId: RoleName, changes, before } = change
    if (changes('AssumeRolePolicyDocument')) {
      const PolicyDocument = json(properties['AssumeRolePolicyDocument'])
      await call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument })
    }
    if (changes('Description', 'MaxSessionDuration')) {
      const { Description = '', MaxSessionDuration = 3600 } = properties
      await call('iam', 'UpdateRole', { RoleName, Description, MaxSessionDuration })
    }
    if (changes('PermissionsBoundary')) {
      const { PermissionsBoundary } = properties
      if (PermissionsBoundary === undefined) await call('iam', 'DeleteRolePermissionsBoundary', { RoleName })
      else await call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary })
    }
    await putPolicies(change, RoleName, before)
    const { set, gone } = tagChanges(change)
    if (set.length > 0) await call('iam', 'TagRole', { RoleName, Tags: set })
    if (gone.length > 0) await call('iam', 'UntagRole', { RoleName, TagKeys: gone })
  },
  async read({ call, physicalId }) {
    const { Role = {} } = await call<{ Role?: Properties }>('iam', 'GetRole', { RoleName: physicalId })
    return { Arn: Role['Arn'], RoleId: Role['RoleId'] }
  },
  async remove({ call, physicalId: RoleName, properties }) {
    for (const { PolicyName } of list<InlinePolicy>(properties, 'Policies')) {
      await call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }).catch(ignoreMissing)
    }
    type Attached = { AttachedPolicies?: { PolicyArn: string }[] }
    const { AttachedPolicies = [] } = await call<Attached>('iam', 'ListAttachedRolePolicies', { RoleName })
    for (const { PolicyArn } of AttachedPolicies)
      await call('iam', 'DetachRolePolicy', { RoleName, PolicyArn })
    await call('iam', 'DeleteRole', { RoleName })
  },
  async actual({ call, physicalId: RoleName }) {
    const { Role = {} } = await call<{ Role?: Properties }>('iam', 'GetRole', { RoleName })
    type Attached = { AttachedPolicies?: { PolicyArn: string }[] }
    const { AttachedPolicies = [] } = await call<Attached>('iam', 'ListAttachedRolePolicies', { RoleName })
    return {
      ManagedPolicyArns: AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
      MaxSessionDuration: Role['MaxSessionDuration'],
      Description: Role['Description'],
    }
  },
}

async function putPolicies({ call, properties }: Work, RoleName: string, before: Properties): Promise<void> {
  const managed = list<string>(properties, 'ManagedPolicyArns')
  const managedBefore = list<string>(before, 'ManagedPolicyArns')
  for (const PolicyArn of managed.filter(arn => !managedBefore.includes(arn))) {
    await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn })
  }
  for (const PolicyArn of managedBefore.filter(arn => !managed.includes(arn))) {
    await call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }).catch(ignoreMissing)
  }
  const inline = list<InlinePolicy>(properties, 'Policies')
  for (const { PolicyName, PolicyDocument } of inline) {
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: json(PolicyDocument) })
  }
  for (const { PolicyName } of list<InlinePolicy>(before, 'Policies')) {
    if (inline.some(policy => policy.PolicyName === PolicyName)) continue
    await call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }).catch(ignoreMissing)
  }
}

function ignoreMissing(error: Error & { code?: string }): void {
  if (error.code !== 'NoSuchEntity') throw error
}
