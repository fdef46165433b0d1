import { GetRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

const POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'

/** A role that ECS may take on to pull images and write logs. Gives `executionRoleArn`. */
export async function expectExecutionRole(
  { aws }: LabAccount,
  { name, lab }: { name: string; lab: string },
): Promise<Verdict> {
  const expected = `a role ${name} that ecs-tasks.amazonaws.com may take on, with AmazonECSTaskExecutionRolePolicy`
  const role = await find()
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
  const trust = decodeURIComponent(role.AssumeRolePolicyDocument ?? '')
  if (!trust.includes('ecs-tasks.amazonaws.com')) {
    const trusted = /"Service"\s*:\s*"([^"]+)"/.exec(trust)?.[1] ?? 'nobody we know'
    return fail('role-trust', {
      title: 'The role trusts somebody else',
      expected,
      observed: `its trust policy lets ${trusted} take it on`,
      next: `Give it the right trust policy: \`aws iam update-assume-role-policy --role-name ${name} --policy-document file://trust-policy.json\``,
    })
  }
  const { AttachedPolicies = [] } = await aws.iam.send(
    new ListAttachedRolePoliciesCommand({ RoleName: name }),
  )
  if (!AttachedPolicies.some(({ PolicyArn }) => PolicyArn === POLICY)) {
    return fail('role-policy-missing', {
      title: 'The role may do nothing yet',
      expected,
      observed: `attached policies: ${AttachedPolicies.map(policy => policy.PolicyName).join(', ') || 'none'}`,
      next: `Attach the policy: \`aws iam attach-role-policy --role-name ${name} --policy-arn ${POLICY}\``,
    })
  }
  const executionRoleArn = role.Arn ?? ''
  return pass(`ECS may take on the role ${name}.`, { executionRoleArn }, [
    { type: 'iam:role', id: executionRoleArn },
  ])

  async function find() {
    try {
      return (await aws.iam.send(new GetRoleCommand({ RoleName: name }))).Role
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}
