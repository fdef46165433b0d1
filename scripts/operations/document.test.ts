import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import {
  OPERATIONS_FILE,
  operationsDocument,
  type ServiceOperations,
  serviceOperations,
  sourcesOf,
} from './document.ts'

let services: ServiceOperations[]

beforeAll(async () => {
  services = await serviceOperations()
})

test('docs/operations.md is what the code says', async () => {
  const { text } = await operationsDocument()
  const written = existsSync(OPERATIONS_FILE) ? readFileSync(OPERATIONS_FILE, 'utf8') : ''
  expect(written, 'docs/operations.md is out of date: run `npm run operations` and commit it').toBe(text)
})

test('parameters without effect are of operations that are there', () => {
  const strangers = services.flatMap(({ service, there, withoutEffect }) =>
    Object.keys(withoutEffect)
      .filter(name => !there.includes(name))
      .map(name => `${service.id}:${name}`),
  )
  expect(strangers).toEqual([])
})

test('a parameter that the code of its service never names is listed as without effect', () => {
  const silent = services.flatMap(({ service, there, withoutEffect }) => {
    const code = sourcesOf(service.id)
      .filter(file => !file.endsWith('without-effect.ts'))
      .map(file => readFileSync(file, 'utf8'))
      .join('\n')
    return there.flatMap(name => {
      const operation = service.model.operations.get(name)
      if (!operation || operation.input.isUnitSchema()) return []
      const listed = Object.keys(withoutEffect[name] ?? {}).join(', ')
      return [...operation.input.structIterator()]
        .map(([member, schema]) => ({
          member,
          header: String(schema.getMergedTraits().httpHeader ?? member),
        }))
        .filter(
          ({ member, header }) =>
            ![code, listed].some(text => new RegExp(`\\b(${member}|${header})\\b`, 'i').test(text)),
        )
        .map(({ member }) => `${service.id}:${name} ${member}`)
    })
  })
  expect(silent, 'list them in sandbox/services/<id>/without-effect.ts, refuse them, or obey them').toEqual(
    [],
  )
})
