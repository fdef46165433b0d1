import { expect, test } from 'vitest'
import { loadTypeFile, typeFiles } from '../engine/resource-type.ts'

test.each(typeFiles())('%s is a type whose properties are said once, and hold together', async file => {
  const type = await loadTypeFile(`${file}.ts`)
  const accepted = [...type.replaces, ...type.updates, ...Object.keys(type.withoutEffect ?? {})]
  expect(accepted.filter((name, index) => accepted.indexOf(name) !== index)).toEqual([])
  if (!type.anyProperty) expect((type.required ?? []).filter(name => !accepted.includes(name))).toEqual([])
  // A name that could be changed in place would be no name to find the resource by.
  if (type.nameProperty !== undefined) expect(type.replaces).toContain(type.nameProperty)
  // What can be changed needs somebody to change it.
  if (type.updates.length > 0) expect(type.update).toBeTypeOf('function')
})
