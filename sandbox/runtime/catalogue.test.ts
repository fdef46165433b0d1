import { expect, test } from 'vitest'
import { parseImage } from './catalogue.ts'
import { qualified } from './runtime.ts'

test.each([
  ['nginx', 'nginx', 'latest', 'docker.io/library/nginx:latest'],
  ['nginx:1.27', 'nginx', '1.27', 'docker.io/library/nginx:1.27'],
  ['me/app', 'me/app', 'latest', 'docker.io/me/app:latest'],
  ['localhost:5000/app', 'localhost:5000/app', 'latest', 'localhost:5000/app:latest'],
  ['public.ecr.aws/slipway/web:1', 'public.ecr.aws/slipway/web', '1', 'public.ecr.aws/slipway/web:1'],
  ['a.io/b@sha256:00', 'a.io/b', 'sha256:00', 'a.io/b@sha256:00'],
])('%s', (reference, name, tag, full) => {
  expect(parseImage(reference)).toEqual({ name, tag })
  expect(qualified(reference)).toBe(full)
})
