import { expect, it } from 'vitest'
import { standingMap } from '../testing/fake-lab.ts'
import { previewsOf } from './previews.ts'

const url = 'http://0123456789abcdef.localhost:4321/'

it('is empty before there is a site, and one frame without a test listener', () => {
  expect(previewsOf(null, standingMap())).toEqual([])
  expect(previewsOf(url, null)).toEqual([{ url, address: url, port: 80, test: false }])
  expect(previewsOf(url, standingMap()).map(({ address }) => address)).toEqual([
    'http://web-1204863.eu-west-1.elb.amazonaws.com/',
  ])
})

it('shows the test listener beside production, from an origin of its own', () => {
  const map = standingMap()
  const [production] = map.loadBalancers[0]?.listeners ?? []
  if (production === undefined) throw new Error('no listener')
  const rules = production.rules.map(rule => ({ ...rule, test: true }))
  map.loadBalancers[0]?.listeners.push({ ...production, port: 9000, rules })
  expect(previewsOf(url, map)[1]).toEqual({
    url: 'http://test.0123456789abcdef.localhost:4321/',
    address: 'http://web-1204863.eu-west-1.elb.amazonaws.com:9000/',
    port: 9000,
    test: true,
  })
})
