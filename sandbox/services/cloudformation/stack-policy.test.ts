import { describe, expect, test } from 'vitest'
import { checkStackPolicy, policyDenial } from './stack-policy.ts'

const allow = { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }
const text = (...Statement: object[]) => JSON.stringify({ Statement })
const resource = { logicalId: 'Database', type: 'AWS::RDS::DBInstance' }

describe('a policy', () => {
  test.each<[string, object[], string | undefined]>([
    ['allows what a statement allows', [allow], undefined],
    [
      'denies what no statement allows',
      [{ ...allow, Resource: 'LogicalResourceId/Other' }],
      'Action denied by stack policy: No statement allows [Update:Replace] for resource [LogicalResourceId/Database]',
    ],
    [
      'denies what a statement denies, whatever another allows',
      [allow, { ...allow, Effect: 'Deny', Action: ['Update:Replace', 'Update:Delete'] }],
      'Action denied by stack policy: Statement [#2] denies [Update:Replace] for resource [LogicalResourceId/Database]',
    ],
    ['leaves other actions alone', [allow, { ...allow, Effect: 'Deny', Action: 'Update:Delete' }], undefined],
    [
      'leaves other resources alone',
      [allow, { ...allow, Effect: 'Deny', Resource: 'LogicalResourceId/Data' }],
      undefined,
    ],
    [
      'knows wildcards',
      [allow, { ...allow, Effect: 'Deny', Resource: 'LogicalResourceId/Data*' }],
      'Action denied by stack policy: Statement [#2] denies [Update:Replace] for resource [LogicalResourceId/Database]',
    ],
    [
      'knows types',
      [allow, { ...allow, Effect: 'Deny', Condition: { StringLike: { ResourceType: ['AWS::RDS::*'] } } }],
      'Action denied by stack policy: Statement [#2] denies [Update:Replace] for resource [LogicalResourceId/Database]',
    ],
    [
      'takes StringEquals by the letter',
      [allow, { ...allow, Effect: 'Deny', Condition: { StringEquals: { ResourceType: ['AWS::RDS::*'] } } }],
      undefined,
    ],
    [
      'knows all but',
      [
        {
          Effect: 'Allow',
          NotAction: 'Update:Replace',
          Principal: '*',
          NotResource: 'LogicalResourceId/Other',
        },
      ],
      'Action denied by stack policy: No statement allows [Update:Replace] for resource [LogicalResourceId/Database]',
    ],
  ])('%s', (_name, statements, denial) => {
    expect(policyDenial(text(...statements), 'Update:Replace', resource)).toBe(denial)
  })
})

test('what is no policy is refused', () => {
  const invalid = 'Error validating stack policy: Invalid stack policy'
  const wrong = [
    ...['', 'x', '[]', '{}', '{"Statement": []}', '{"Statement": ["x"]}'],
    ...[{ Effect: 'Maybe' }, { Principal: 'me' }, { Action: 's3:*' }, { Action: undefined }].map(part =>
      text({ ...allow, ...part }),
    ),
    ...[
      { NotResource: '*' },
      { Condition: { Bool: { x: 'y' } } },
      { Condition: { StringEquals: { other: 'y' } } },
    ].map(part => text({ ...allow, ...part })),
  ]
  for (const policy of wrong) expect(() => checkStackPolicy(policy), policy).toThrow(invalid)
  expect(() => checkStackPolicy(text(allow))).not.toThrow()
  expect(() => checkStackPolicy(' '.repeat(16_385))).toThrow('less than or equal to 16384')
})
