import type { CommandContext } from '../define.ts'
import { NAME, PARAMETER } from './names.ts'

/** The command that lets a role read the parameter, or these resources. */
export function allowReading({ accountId, region }: CommandContext, role: string, resource?: string): string {
  const statement = {
    Effect: 'Allow',
    Action: 'ssm:GetParameters',
    Resource: resource ?? `arn:aws:ssm:${region}:${accountId}:parameter${PARAMETER}`,
  }
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  return `aws iam put-role-policy --role-name ${NAME}-${role} --policy-name read-greeting --policy-document '${document}'`
}
