import { expect, test } from 'vitest'
import { FakeAccount } from '../ecs/testing/fake-account.ts'
import { addPermission } from '../lambda/operations/add-permission.ts'
import { lambda } from '../lambda/store.ts'
import { putRule } from './operations/put-rule.ts'
import { putTargets } from './operations/put-targets.ts'
import { putEvent } from './put-event.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:tell'

async function ruleToFunction() {
  const account = new FakeAccount()
  lambda(account.scope).functions.put('tell', {
    ...{ functionName: 'tell', functionArn: FUNCTION, permissions: {}, revisionId: '1' },
  } as never)
  const pattern = JSON.stringify({ source: ['aws.codedeploy'], detail: { state: ['FAILURE'] } })
  const { RuleArn } = await account.call(putRule, { Name: 'failed', EventPattern: pattern })
  await account.call(putTargets, { Rule: 'failed', Targets: [{ Id: 'tell', Arn: FUNCTION }] })
  const send = () =>
    putEvent(account.sandbox, account.scope, {
      ...{ source: 'aws.codedeploy', detailType: 'x', resources: [], detail: { state: 'FAILURE' } },
    })
  const told = () =>
    lambda(account.scope)
      .events.values()
      .map(({ payload }) => (JSON.parse(payload) as { detail: object }).detail)
  const permit = (SourceArn: string | undefined, Principal = 'events.amazonaws.com') =>
    account.call(addPermission, {
      ...{
        FunctionName: 'tell',
        StatementId: 'events',
        Action: 'lambda:InvokeFunction',
        Principal,
        SourceArn,
      },
    })
  return { RuleArn, send, told, permit }
}

test('a function that lets the rule invoke it gets the event', async () => {
  const { RuleArn, send, told, permit } = await ruleToFunction()
  await permit(RuleArn)
  send()
  expect(told()).toEqual([{ state: 'FAILURE' }])
})

test.each([
  ['no permission', undefined, undefined],
  ['a permission for another rule', 'arn:aws:events:eu-west-1:111122223333:rule/other', undefined],
  ['a permission for another service', undefined, 's3.amazonaws.com'],
])('a function with %s gets nothing', async (what, SourceArn, Principal) => {
  const { send, told, permit } = await ruleToFunction()
  if (what !== 'no permission') await permit(SourceArn, Principal)
  send()
  expect(told()).toEqual([])
})
