import { afterEach, beforeEach, expect, test } from 'vitest'
import { Minutes } from '../services/cloudwatch/minutes.ts'
import { allSeries } from '../services/cloudwatch/series.ts'
import { mergeAll, statisticOf } from '../services/cloudwatch/statistics.ts'
import { TestAccount } from './test-account.ts'

let account: TestAccount
let minutes: Minutes
let open: string

beforeEach(() => {
  account = new TestAccount()
  minutes = new Minutes(account.sandbox)
  open = account.openGroup()
})
afterEach(() => {
  minutes.stop()
  return account.close()
})

/** Sums by metric and names of dimensions. */
function sums(): Record<string, number> {
  return Object.fromEntries(
    allSeries(account.scope).map(series => {
      const { metricName, dimensions } = series.document
      return [`${metricName} ${Object.keys(dimensions).join('+')}`, mergeAll(series.buckets()).sum]
    }),
  )
}

test('requests, answers and latencies become metrics at the end of the minute', async () => {
  const task = await account.startTask(
    (request, response) => response.writeHead(request.url === '/bad' ? 500 : 200).end(),
    { securityGroupIds: [open] },
  )
  const balancer = await account.startLoadBalancer(open)
  await account.register(balancer.groupArn, [task])
  for (const path of ['/', '/', '/bad']) await fetch(`http://127.0.0.1:${balancer.port}${path}`)
  expect(sums()).not.toHaveProperty('RequestCount LoadBalancer')
  await account.clock.advance(60_000)
  expect(sums()).toMatchObject({
    'RequestCount LoadBalancer': 3,
    'RequestCount TargetGroup+LoadBalancer': 3,
    'RequestCountPerTarget TargetGroup': 3,
    'HTTPCode_Target_2XX_Count LoadBalancer': 2,
    'HTTPCode_Target_5XX_Count TargetGroup+LoadBalancer': 1,
  })
  const latency = allSeries(account.scope).find(
    ({ document }) => document.metricName === 'TargetResponseTime' && !document.dimensions['TargetGroup'],
  )
  expect(latency?.document.dimensions).toEqual({ LoadBalancer: balancer.arn.split(':loadbalancer/')[1] })
  const whole = mergeAll(latency?.buckets() ?? [])
  expect(whole).toMatchObject({ sampleCount: 3, unit: 'Seconds' })
  const [p50 = 0, p99 = 0] = ['p50', 'p99'].map(name => statisticOf(whole, name))
  expect(p50).toBeGreaterThan(0)
  expect(p99).toBeLessThanOrEqual(whole.maximum)
  const counted = sums()
  await account.clock.advance(60_000)
  expect(sums()['RequestCount LoadBalancer']).toBe(counted['RequestCount LoadBalancer'])
})

test('without a target the load balancer’s own 503 is counted, and no healthy host', async () => {
  const balancer = await account.startLoadBalancer(open)
  await fetch(`http://127.0.0.1:${balancer.port}/`)
  await account.clock.advance(60_000)
  expect(sums()).toMatchObject({
    'HTTPCode_ELB_5XX_Count LoadBalancer': 1,
    'HealthyHostCount TargetGroup+LoadBalancer': 0,
  })
  expect(sums()).not.toHaveProperty('HTTPCode_Target_5XX_Count LoadBalancer')
})
