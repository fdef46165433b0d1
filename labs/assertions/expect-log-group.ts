import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

/** A log group of that name is there, and keeps its lines for so many days, if that matters. */
export async function expectLogGroup(
  { aws, region, accountId }: LabAccount,
  { name, retentionInDays, lab }: { name: string; retentionInDays?: number; lab: string },
): Promise<Verdict> {
  const { logGroups = [] } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }))
  const group = logGroups.find(({ logGroupName }) => logGroupName === name)
  if (!group) {
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
  if (retentionInDays !== undefined && group.retentionInDays !== retentionInDays) {
    return fail('retention', {
      title: 'It keeps its lines for another time',
      expected: `a log group that keeps its lines for ${retentionInDays} days`,
      observed: group.retentionInDays
        ? `${name} keeps them for ${group.retentionInDays} days`
        : `${name} keeps them for ever, as AWS does unless told otherwise`,
      next: `Say for how long: \`aws logs put-retention-policy --log-group-name ${name} --retention-in-days ${retentionInDays}\``,
    })
  }
  const kept = group.retentionInDays ? ` and keeps its lines for ${group.retentionInDays} days` : ''
  return pass(`The log group ${name} is there${kept}.`, { logGroup: name }, [
    { type: 'logs:log-group', id: arn },
  ])
}
