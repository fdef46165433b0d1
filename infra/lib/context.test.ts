import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validContext } from '../testing/valid-context.ts'
import { ContextError, readContext } from './context.ts'

function refused(context: Record<string, unknown>): string {
  try {
    readContext(context)
  } catch (error) {
    if (error instanceof ContextError) return error.message
    throw error
  }
  throw new Error('It was taken.')
}

describe('the context', () => {
  test('has a default for everything, and leaves the CDK’s own keys alone', () => {
    expect(
      readContext({ '@aws-cdk/core:newStyleStackSynthesis': true, 'aws:cdk:bundling-stacks': ['**'] }),
    ).toEqual({
      name: 'uploads',
      zones: 2,
      egress: 'nat',
      natGateways: 1,
      image: 'public.ecr.aws/slipway/uploads:1',
      deployments: 'codedeploy',
      cpu: 512,
      memory: 1024,
      minTasks: 2,
      maxTasks: 4,
      requestsPerTask: 1000,
      retentionDays: 30,
      protect: false,
    })
  })

  test('reads the command line’s texts as what cdk.json says with numbers and booleans', () => {
    fc.assert(
      fc.property(validContext, context => {
        const texts = Object.fromEntries(Object.entries(context).map(([key, value]) => [key, String(value)]))
        expect(readContext(texts)).toEqual(readContext(context))
      }),
      { numRuns: 200 },
    )
  })

  test('takes what fits, or says what does not, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.record({
          zones: fc.anything(),
          image: fc.anything(),
          memory: fc.anything(),
          learnerExternalId: fc.anything(),
        }),
        context => {
          try {
            readContext(context)
          } catch (error) {
            expect(error).toBeInstanceOf(ContextError)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    [{ zones: 4 }, 'zones: got 4, expected a whole number from 2 to 3.'],
    [{ zones: 'two' }, 'zones: got "two", expected a whole number from 2 to 3.'],
    [{ egress: 'vpn' }, 'egress: got "vpn", expected one of nat, endpoints.'],
    [
      { name: 'Uploads' },
      'name: got "Uploads", expected up to 20 small letters, digits and -, a letter first.',
    ],
    [
      { deployments: 'blue' },
      'deployments: got "blue", expected one of codedeploy, rolling, blue-green, linear, canary.',
    ],
    [{ cpu: 300 }, 'cpu: got 300, expected one of 256, 512, 1024, 2048, 4096.'],
    [{ cpu: 256, memory: 4096 }, 'memory: got 4096, expected what Fargate has for cpu=256: 512, 1024, 2048.'],
    [{ minTasks: 5 }, 'maxTasks: got nothing, expected minTasks, 5, or more.'],
    [{ natGateways: 3 }, 'natGateways: got 3, expected at most one a zone, so up to 2.'],
    [{ protect: 'perhaps' }, 'protect: got "perhaps", expected true or false.'],
    [{ retentionDays: 31 }, 'retentionDays: got 31, expected one of 1, 3, 5, 7, 14,'],
    [
      { image: 'uploads' },
      'image: got "uploads", expected an image with its registry and tag, registry:TAG, asset, or prebuilt.',
    ],
    [
      { egress: 'endpoints' },
      'image: got nothing, expected registry:TAG, asset, or prebuilt: with egress=endpoints',
    ],
    [
      { learnerTrust: '111122223333' },
      'learnerExternalId: got nothing, expected a value, because learnerTrust is given.',
    ],
    [{ learnerExternalId: '0123456789abcdef' }, 'learnerTrust: got nothing, expected a value'],
    [
      { testFrom: 'everywhere' },
      'testFrom: got "everywhere", expected a range of addresses such as 203.0.113.0/24.',
    ],
    [{ certificateArn: 'mine' }, 'certificateArn: got "mine", expected the ARN of a certificate in ACM.'],
    [{ zone: 3 }, 'zone: there is no such key. There are: name, zones, egress,'],
  ])('refuses %j', (context, expected) => {
    const message = refused(context)
    expect(message).toContain(`  - ${expected}`)
    expect(message).toMatch(/Give another value with `-c key=value`, or in cdk.json under "context"\.$/)
  })

  test('says all that is wrong at once', () => {
    expect(refused({ zones: 9, egress: 'vpn', minTasks: 0 }).split('\n')).toHaveLength(5)
  })
})
