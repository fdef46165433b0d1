import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

/** A log group of that name is there. */
export async function expectLogGroup(
  { aws, region, accountId }: LabAccount,
  { name, lab }: { name: string; lab: string },
): Promise<Verdict> {
  const { logGroups = [] } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }))
  if (!logGroups.some(({ logGroupName }) => logGroupName === name)) {
    const others = logGroups.map(({ logGroupName }) => logGroupName).join(', ')
    return fail('log-group-missing', {
      title: 'No log group yet',
      expected: `a log group ${name}`,
      observed: others ? `only ${others}` : 'no log group of that name',
      next: `Create it: \`aws logs create-log-group --log-group-name ${name} --tags slipway-lab=${lab}\``,
    })
  }
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}`
  const { tags } = await aws.logs.send(new ListTagsForResourceCommand({ resourceArn: arn }))
  const untagged = tagMissing(tags, {
    lab,
    what: `a log group ${name}`,
    command: `aws logs tag-resource --resource-arn ${arn} --tags slipway-lab=${lab}`,
  })
  if (untagged) return untagged
  return pass(`The log group ${name} is there.`, { logGroup: name }, [{ type: 'logs:log-group', id: arn }])
}
