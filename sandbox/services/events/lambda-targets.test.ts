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

test('an alias gets the event when its own policy lets the rule invoke it', async () => {
  const account = new FakeAccount()
  const state = lambda(account.scope)
  const fn = { functionName: 'tell', functionArn: FUNCTION, permissions: {}, revisionId: '1' }
  state.functions.put('tell', fn as never)
  state.versions.put('tell:1', { ...fn, version: '1', functionArn: `${FUNCTION}:1` } as never)
  state.aliases.put('tell:live', {
    ...{ functionName: 'tell', name: 'live', aliasArn: `${FUNCTION}:live`, functionVersion: '1' },
    ...{ weights: {}, description: '', revisionId: '2', permissions: {} },
  })
  await account.call(putRule, { Name: 'all', EventPattern: '{"source":["aws.codedeploy"]}' })
  await account.call(putTargets, { Rule: 'all', Targets: [{ Id: 'tell', Arn: `${FUNCTION}:live` }] })
  const given = { source: 'aws.codedeploy', detailType: 'x', resources: [], detail: {} }
  putEvent(account.sandbox, account.scope, given)
  expect(state.events.values()).toEqual([])
  await account.call(addPermission, {
    ...{ FunctionName: 'tell', Qualifier: 'live', StatementId: 's', Action: 'lambda:InvokeFunction' },
    Principal: 'events.amazonaws.com',
  })
  putEvent(account.sandbox, account.scope, given)
  expect(state.events.values()).toMatchObject([{ functionName: 'tell:live' }])
})
