import { GetRoleCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

export interface ExpectedPolicy {
  role: string
  policy: string
  /** Each must be allowed on one resource. */
  allows: { action: string; resource: string }[]
}

/** A role that tasks may take on. Gives `roleArn`. */
export async function expectTaskRole(
  account: LabAccount,
  { name, lab }: { name: string; lab: string },
): Promise<Verdict> {
  const expected = `a role ${name} that ecs-tasks.amazonaws.com may take on`
  const role = await ifThere(async () => {
    const { Role } = await account.aws.iam.send(new GetRoleCommand({ RoleName: name }))
    return Role
  })
  if (!role) {
    return fail('role-missing', {
      title: 'No role yet',
      expected,
      observed: 'no role of that name',
      next: 'Run this step’s commands. “Unable to load paramfile” means that the terminal is not in the lab’s folder: cd to where trust-policy.json lies.',
    })
  }
  const untagged = tagMissing(role.Tags, {
    lab,
    what: `a role ${name}`,
    command: `aws iam tag-role --role-name ${name} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  if (!decodeURIComponent(role.AssumeRolePolicyDocument ?? '').includes('ecs-tasks.amazonaws.com')) {
    return fail('role-trust', {
      title: 'The role trusts somebody else',
      expected,
      observed: 'its trust policy does not name ecs-tasks.amazonaws.com',
      next: `Give it the right trust policy: \`aws iam update-assume-role-policy --role-name ${name} --policy-document file://trust-policy.json\``,
    })
  }
  const roleArn = role.Arn ?? ''
  return pass(`Tasks may take on the role ${name}.`, { roleArn }, [{ type: 'iam:role', id: roleArn }])
}

/** An inline policy of the role allows all this. */
export async function expectRolePolicy(
  account: LabAccount,
  { role, policy, allows }: ExpectedPolicy,
): Promise<Verdict> {
  const document = await ifThere(async () => {
    const command = new GetRolePolicyCommand({ RoleName: role, PolicyName: policy })
    return decodeURIComponent((await account.aws.iam.send(command)).PolicyDocument ?? '')
  })
  if (document === undefined) {
    return fail('role-policy-missing', {
      title: 'The role may not do it yet',
      expected: `a policy ${policy} on the role ${role}`,
      observed: 'no policy of that name on it',
      next: `Run this step’s command aws iam put-role-policy, with --role-name ${role}.`,
    })
  }
  const lacking = allows.find(one => !isAllowed(document, one))
  if (lacking) {
    return fail('role-policy-lacks', {
      title: 'The policy does not allow enough',
      expected: `${lacking.action} on ${lacking.resource}`,
      observed: `the policy ${policy} of ${role} does not allow that`,
      next: 'Run this step’s command aws iam put-role-policy as it stands: it replaces the policy.',
    })
  }
  return pass(`The role ${role} may ${allows.map(({ action }) => action).join(', ')}.`)
}

interface Statement {
  Effect?: string
  Action?: string | string[]
  Resource?: string | string[]
}

/** Whether a policy document has a statement that allows an action on a resource. */
export function isAllowed(
  document: string,
  { action, resource }: { action: string; resource: string },
): boolean {
  const { Statement } = JSON.parse(document) as { Statement?: Statement | Statement[] }
  return [Statement ?? []]
    .flat()
    .some(
      one =>
        one.Effect === 'Allow' &&
        [one.Action ?? []].flat().some(pattern => covers(pattern, action)) &&
        [one.Resource ?? []].flat().some(pattern => covers(pattern, resource)),
    )
}

/** Whether a pattern with * matches, as IAM has it. */
function covers(pattern: string, value: string): boolean {
  const parts = pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(value)
}

async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
