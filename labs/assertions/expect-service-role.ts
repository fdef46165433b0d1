import { GetRoleCommand } from '@aws-sdk/client-iam'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

/** A role that an AWS service may take on. Gives `roleArn`. */
export async function expectServiceRole(
  { aws }: LabAccount,
  { name, service, lab, trustFile }: { name: string; service: string; lab: string; trustFile: string },
): Promise<Verdict> {
  const expected = `a role ${name} that ${service} may take on`
  const role = await find()
  if (!role) {
    return fail('role-missing', {
      title: 'No role yet',
      expected,
      observed: 'no role of that name',
      next: `Run this step’s commands. “Unable to load paramfile” means that the terminal is not in the lab’s folder: cd to where ${trustFile} lies.`,
    })
  }
  const untagged = tagMissing(role.Tags, {
    lab,
    what: `a role ${name}`,
    command: `aws iam tag-role --role-name ${name} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  if (!decodeURIComponent(role.AssumeRolePolicyDocument ?? '').includes(service)) {
    return fail('role-trust', {
      title: 'The role trusts somebody else',
      expected,
      observed: `its trust policy does not name ${service}`,
      next: `Give it the right trust policy: \`aws iam update-assume-role-policy --role-name ${name} --policy-document file://${trustFile}\``,
    })
  }
  const roleArn = role.Arn ?? ''
  return pass(`${service} may take on the role ${name}.`, { roleArn }, [{ type: 'iam:role', id: roleArn }])

  async function find() {
    try {
      return (await aws.iam.send(new GetRoleCommand({ RoleName: name }))).Role
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}
