import {
  DescribeRuleCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

export interface ExpectedRule {
  name: string
  lab: string
  /** A name that has to stand in the event pattern. */
  bucket: string
  target: { arn: string; roleArn: string }
  putRule: string
  putTarget: string
}

/** A rule of EventBridge sends a bucket's events to a target, as a role. Gives `ruleArn`. */
export async function expectRule({ aws }: LabAccount, wanted: ExpectedRule): Promise<Verdict> {
  const { name, lab, bucket, target, putRule, putTarget } = wanted
  const rule = await find()
  if (!rule) {
    return fail('rule-missing', {
      title: 'No rule yet',
      expected: `a rule ${name}`,
      observed: 'none of that name',
      next: `Make it: \`${putRule}\``,
    })
  }
  const { Arn: ruleArn = '', EventPattern = '' } = rule
  const { Tags } = await aws.events.send(new ListTagsForResourceCommand({ ResourceARN: ruleArn }))
  const untagged = tagMissing(Tags, {
    lab,
    what: `a rule ${name}`,
    command: `aws events tag-resource --resource-arn ${ruleArn} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  if (!EventPattern.includes(`"${bucket}"`)) {
    return fail('rule-pattern', {
      title: 'It waits for other events',
      expected: `a pattern with the bucket ${bucket}`,
      observed: EventPattern,
      next: `Give it the right pattern: \`${putRule}\``,
    })
  }
  const { Targets = [] } = await aws.events.send(new ListTargetsByRuleCommand({ Rule: name }))
  const found = Targets.find(({ Arn }) => Arn === target.arn)
  if (found?.RoleArn !== target.roleArn) {
    return fail('rule-target', {
      title: found ? 'It acts as another role' : 'It leads nowhere',
      expected: `the target ${target.arn}, as ${target.roleArn}`,
      observed: found
        ? `the role ${found.RoleArn}`
        : Targets.map(({ Arn }) => Arn).join(', ') || 'no targets',
      next: `Give it its target: \`${putTarget}\``,
    })
  }
  return pass(`What comes into ${bucket} starts a build.`, { ruleArn }, [
    { type: 'events:rule', id: ruleArn },
  ])

  async function find() {
    try {
      return await aws.events.send(new DescribeRuleCommand({ Name: name }))
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}
