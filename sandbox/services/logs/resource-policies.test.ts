import { expect, test } from 'vitest'
import { FakeAccount } from '../ecs/testing/fake-account.ts'
import { deleteResourcePolicy } from './operations/delete-resource-policy.ts'
import { describeResourcePolicies } from './operations/describe-resource-policies.ts'
import { putResourcePolicy } from './operations/put-resource-policy.ts'
import { letsService } from './resource-policies.ts'
import { groupArn } from './store.ts'

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (Service: string, Resource: string) => ({
  ...{
    Effect: 'Allow',
    Principal: { Service },
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource,
  },
})

test('a service may write where a policy lets it, and nowhere else', async () => {
  const account = new FakeAccount()
  const arn = groupArn(account.scope, '/events/lab')
  const may = (service: string, action = 'logs:PutLogEvents', group = arn) =>
    letsService(account.scope, service, action, group)
  expect(may('events.amazonaws.com')).toBe(false)
  const policyDocument = policy(allow('events.amazonaws.com', `${arn}:*`))
  await account.call(putResourcePolicy, { policyName: 'events', policyDocument })
  expect(may('events.amazonaws.com')).toBe(true)
  expect(may('es.amazonaws.com')).toBe(false)
  expect(may('events.amazonaws.com', 'logs:DeleteLogGroup')).toBe(false)
  expect(may('events.amazonaws.com', 'logs:PutLogEvents', `${arn}-other`)).toBe(false)
  const denied = policy({ ...allow('events.amazonaws.com', '*'), Effect: 'Deny' })
  await account.call(putResourcePolicy, { policyName: 'no', policyDocument: denied })
  expect(may('events.amazonaws.com')).toBe(false)
  const { resourcePolicies } = await account.call(describeResourcePolicies, {})
  expect(resourcePolicies?.map(({ policyName }) => policyName)).toEqual(['events', 'no'])
  await account.call(deleteResourcePolicy, { policyName: 'no' })
  expect(may('events.amazonaws.com')).toBe(true)
})

test.each([
  ['{', /not valid JSON/],
  ['{}', /no statement/],
  [policy({ Effect: 'Allow', Action: 'logs:*', Resource: '*' }), /no Principal/],
  [policy({ Effect: 'Maybe', Principal: '*', Action: 'logs:*', Resource: '*' }), /Allow or Deny/],
])('%s is refused', async (policyDocument, message) => {
  const account = new FakeAccount()
  const put = account.call(putResourcePolicy, { policyName: 'a', policyDocument })
  await expect(put).rejects.toThrow(message)
})

test('an eleventh policy is refused, and what is not there cannot be deleted', async () => {
  const account = new FakeAccount()
  const put = (policyName: string) =>
    account.call(putResourcePolicy, { policyName, policyDocument: policy(allow('es.amazonaws.com', '*')) })
  for (let number = 0; number < 10; number++) await put(`p${number}`)
  await expect(put('p10')).rejects.toMatchObject({ name: 'LimitExceededException' })
  await put('p0')
  await expect(account.call(deleteResourcePolicy, { policyName: 'none' })).rejects.toThrow(
    'Policy with name [none] does not exist.',
  )
})
