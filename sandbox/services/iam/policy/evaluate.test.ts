import { describe, expect, test } from 'vitest'
import type { Statement } from './document.ts'
import { evaluate, type Policies } from './evaluate.ts'

const policy = (...Statement: Statement[]) => ({ text: JSON.stringify({ Version: '2012-10-17', Statement }) })
const allow = (
  Action: string | string[],
  Resource: string | string[] = '*',
  Condition?: Statement['Condition'],
): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
})
const deny = (Action: string, Resource = '*'): Statement => ({ Effect: 'Deny', Action, Resource })

const CLUSTER = 'arn:aws:ecs:eu-west-1:111111111111:cluster/lab'

function decide(
  policies: Policies,
  action = 'ecs:DeleteCluster',
  resource = CLUSTER,
  context: [string, string | string[]][] = [],
) {
  return evaluate(policies, { action, resource, context: new Map(context) })
}

const NO = { allowed: false, because: 'because no identity-based policy allows the ecs:DeleteCluster action' }

describe('identity policies', () => {
  test.each([
    ['the action itself', [allow('ecs:DeleteCluster')], true],
    ['in another case', [allow('ECS:deletecluster')], true],
    ['by wildcards', [allow('ecs:Delete*')], true],
    ['by a question mark', [allow('ecs:DeleteCluste?')], true],
    ['everything', [allow('*')], true],
    ['one of several', [allow(['s3:*', 'ecs:DeleteCluster'])], true],
    ['on the resource', [allow('ecs:*', CLUSTER)], true],
    ['on resources by wildcard', [allow('ecs:*', 'arn:aws:ecs:*:*:cluster/l?b')], true],
    ['nothing', [], false],
    ['another action', [allow('ecs:CreateCluster')], false],
    ['another service', [allow('ec2:*')], false],
    ['on another resource', [allow('ecs:*', `${CLUSTER}2`)], false],
    ['all actions but this', [{ Effect: 'Allow', NotAction: 'ecs:Delete*', Resource: '*' }], false],
    ['all actions but another', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], true],
    ['all resources but this', [{ Effect: 'Allow', Action: '*', NotResource: CLUSTER }], false],
    ['all resources but another', [{ Effect: 'Allow', Action: '*', NotResource: `${CLUSTER}2` }], true],
  ] as [string, Statement[], boolean][])('that allow %s: %s', (_what, statements, allowed) => {
    expect(decide({ identity: [policy(...statements)] })).toEqual(allowed ? { allowed } : NO)
  })

  test('an explicit deny wins over every allow, and a managed policy is named', () => {
    const because = 'with an explicit deny in an identity-based policy'
    expect(decide({ identity: [policy(allow('*')), policy(deny('ecs:Delete*'))] })).toEqual({
      allowed: false,
      because,
    })
    const arn = 'arn:aws:iam::111111111111:policy/no'
    const named = { allowed: false, because: `${because}: ${arn}` }
    expect(decide({ identity: [policy(allow('*')), { ...policy(deny('*')), arn }] })).toEqual(named)
  })

  test('policy variables stand for the caller', () => {
    const identity = [policy(allow('ecs:*', 'arn:aws:ecs:eu-west-1:111111111111:cluster/${aws:username}'))]
    expect(decide({ identity }, 'ecs:DeleteCluster', CLUSTER, [['aws:username', 'lab']])).toEqual({
      allowed: true,
    })
    expect(decide({ identity }, 'ecs:DeleteCluster', CLUSTER, [['aws:username', 'ann']])).toEqual(NO)
  })
})

describe('a boundary and a session policy bound what identity policies allow', () => {
  const identity = [policy(allow('*'))]

  test.each([
    ['both allow', { boundary: [policy(allow('ecs:*'))], session: [policy(allow('ecs:*'))] }, undefined],
    [
      'the boundary does not',
      { boundary: [policy(allow('s3:*'))] },
      'because no permissions boundary allows the ecs:DeleteCluster action',
    ],
    [
      'the session does not',
      { session: [policy(allow('s3:*'))] },
      'because no session policy allows the ecs:DeleteCluster action',
    ],
    [
      'the session denies',
      { session: [policy(allow('*'), deny('ecs:*'))] },
      'with an explicit deny in a session policy',
    ],
    [
      'the boundary denies',
      { boundary: [policy(allow('*'), deny('ecs:*'))] },
      'with an explicit deny in a permissions boundary',
    ],
  ])('%s', (_name, bounds, because) => {
    expect(decide({ identity, ...bounds })).toEqual(
      because === undefined ? { allowed: true } : { allowed: false, because },
    )
  })

  test('they give nothing by themselves', () => {
    expect(decide({ identity: [], boundary: [policy(allow('*'))], session: [policy(allow('*'))] })).toEqual(
      NO,
    )
  })
})

describe('conditions', () => {
  const holds = (Condition: Statement['Condition'], context: [string, string | string[]][]) =>
    decide({ identity: [policy(allow('*', '*', Condition))] }, 'ecs:DeleteCluster', CLUSTER, context).allowed

  test.each([
    [
      { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] } },
      [['aws:RequestedRegion', 'eu-west-2']],
      true,
    ],
    [{ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, [['aws:RequestedRegion', 'us-east-1']], false],
    [{ StringEquals: { 'AWS:requestedregion': 'eu-west-1' } }, [['aws:RequestedRegion', 'eu-west-1']], true],
    [{ StringEquals: { 'aws:RequestTag/lab': '1' } }, [], false],
    [{ StringEqualsIfExists: { 'aws:RequestTag/lab': '1' } }, [], true],
    [{ StringNotEquals: { 'aws:RequestTag/lab': '1' } }, [], true],
    [{ StringNotEquals: { k: ['a', 'b'] } }, [['k', 'b']], false],
    [{ StringLike: { k: 'slipway-*' } }, [['k', 'slipway-x']], true],
    [{ StringNotLike: { k: 'slipway-*' } }, [['k', 'slipway-x']], false],
    [{ StringEqualsIgnoreCase: { k: 'ABC' } }, [['k', 'abc']], true],
    [{ NumericLessThanEquals: { k: '5' } }, [['k', '5']], true],
    [{ NumericGreaterThan: { k: 5 } }, [['k', '5']], false],
    [
      { DateLessThan: { 'aws:CurrentTime': '2026-10-01T00:00:00Z' } },
      [['aws:CurrentTime', '2026-09-30T23:00:00Z']],
      true,
    ],
    [
      { DateGreaterThan: { 'aws:CurrentTime': '2026-10-01T00:00:00Z' } },
      [['aws:CurrentTime', '2026-09-30T23:00:00Z']],
      false,
    ],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, [['aws:SecureTransport', 'true']], true],
    [{ Bool: { 'aws:SecureTransport': false } }, [['aws:SecureTransport', 'true']], false],
    [{ Null: { k: 'true' } }, [], true],
    [{ Null: { k: 'true' } }, [['k', 'x']], false],
    [{ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, [['aws:SourceIp', '127.0.0.1']], true],
    [{ NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, [['aws:SourceIp', '127.0.0.1']], false],
    [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, [['aws:SourceIp', '127.0.0.1']], false],
    [{ ArnLike: { k: 'arn:aws:iam::*:role/lab-*' } }, [['k', 'arn:aws:iam::1:role/lab-1']], true],
    [{ ArnLike: { k: 'arn:aws:iam::*' } }, [['k', 'arn:aws:iam::1:role/lab-1']], false],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, [['aws:TagKeys', ['a']]], true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, [['aws:TagKeys', ['a', 'c']]], false],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, [['aws:TagKeys', ['a', 'c']]], true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, [], false],
    [{ StringSounds: { k: 'x' } }, [['k', 'x']], false],
    [{ StringEquals: { a: '1', b: '2' } }, [['a', '1']], false],
  ] as [Statement['Condition'], [string, string | string[]][], boolean][])(
    '%j with %j: %s',
    (condition, context, expected) => {
      expect(holds(condition, context)).toBe(expected)
    },
  )
})
