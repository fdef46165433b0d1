import { expect, test } from 'vitest'
import { errorVerdict, explainErrors, isNotFound } from './explain-errors.ts'
import { awsError } from './fake-account.ts'

test.each([
  ['ThrottlingException', 'Rate exceeded', 'aws-busy', /slow down/],
  ['RequestLimitExceeded', 'Request limit exceeded.', 'aws-busy', /slow down/],
  [
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecs:DescribeServices on resource: x because no identity-based policy allows the ecs:DescribeServices action',
    'access-denied',
    /lack the permission ecs:DescribeServices/,
  ],
  [
    'ExpiredTokenException',
    'The security token included in the request is expired',
    'credentials-expired',
    /no longer/,
  ],
  [
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
    'credentials-refused',
    /invalid/,
  ],
  ['TypeError', 'x is not a function', 'check-failed', /x is not a function/],
])('%s', (name, message, reason, observed) => {
  const verdict = errorVerdict(awsError(name, message))
  expect(verdict).toMatchObject({
    status: 'error',
    reason,
    observed: expect.stringMatching(observed) as string,
  })
  expect(verdict.detail).toContain(message)
  expect(verdict.next).not.toBe('')
})

test('a connection that is refused is not the learner’s fault', () => {
  const error = new Error('', {
    cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  })
  expect(errorVerdict(error)).toMatchObject({ reason: 'account-unreachable' })
})

test('a check that was cancelled is no verdict', async () => {
  const signal = AbortSignal.abort(new Error('reset'))
  await expect(explainErrors({ signal }, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
})

test.each([
  'ClusterNotFoundException',
  'LoadBalancerNotFoundException',
  'LoadBalancerNotFound',
  'TargetGroupNotFoundException',
  'NoSuchEntityException',
  'NoSuchEntity',
  'InvalidGroup.NotFound',
  'ResourceNotFoundException',
])('%s says that it is not there', name => expect(isNotFound(awsError(name))).toBe(true))
