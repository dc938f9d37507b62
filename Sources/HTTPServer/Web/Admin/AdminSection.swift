import ActivityStreams
import Foundation
import StrictJSON

/// What a command tells, as a table or as lines.
struct AdminSection {
  private let section: AdminPanel.Section
  private let number: Int
  private let words: Words

  init(_ section: AdminPanel.Section, number: Int, _ words: Words) {
    self.section = section
    self.number = number
    self.words = words
  }

  func json(_ reply: CommandReply, of call: PageCall) -> JSON {
    let told = (try? JSON.parse(Array(reply.output.utf8))) ?? .null
    let shown = section.member.map { Self.value(told, $0) } ?? told
    let rows = section.isOne ? [shown] : shown.array ?? []
    return [
      "heading": .string(words.text(section.heading)), "number": .integer(number),
      "is_one": .bool(section.isOne), "has_rows": .bool(!rows.isEmpty),
      "headings": .array(section.columns.map { .string(words.text($0.heading)) }),
      "has_deeds": .bool(!section.deeds.isEmpty), "rows": .array(rows.map(row)),
      "forms": .array(section.forms.map(form)), "here": .string(call.request.uri.path),
      "errors": told.isNull ? .string(reply.errors) : .null,
    ]
  }

  private func row(_ row: JSON) -> JSON {
    [
      "cells": .array(
        section.columns.map { column in
          let text = text(Self.value(row, column.path))
          var cell: JSONObject = [
            "heading": .string(words.text(column.heading)), "text": .string(text),
            "link": .null, "is_empty": .bool(text.isEmpty),
          ]
          if let link = section.link, link.column == column.path, !text.isEmpty {
            cell["link"] = .string(link.to + FormText.encode(text))
          }
          return .object(cell)
        }
      ),
      "deeds": .array(section.deeds.map { deed in form(deed, of: row) }),
    ]
  }

  private func form(_ deed: AdminPanel.Deed) -> JSON { form(deed, of: nil) }

  private func form(_ deed: AdminPanel.Deed, of row: JSON?) -> JSON {
    // A task is told by its command; any other deed by the gaps that the row fills.
    let gaps = deed.words.isEmpty ? ["command"] : deed.words.compactMap { AdminPanel.Gap($0)?.name }
    let hidden = gaps.compactMap { name -> JSON? in
      guard let row, let value = row[name] else { return nil }
      return ["name": .string(name), "value": .string(plain(value))]
    }
    return [
      "label": .string(words.text(deed.label)), "deed": .string(deed.label),
      "section": .integer(number), "hidden": .array(hidden),
      "is_dangerous": .bool(deed.isDangerous), "has_fields": .bool(!deed.fields.isEmpty),
      "fields": .array(deed.fields.map { field in self.field(field, of: deed) }),
    ]
  }

  private func field(_ field: AdminPanel.Field, of deed: AdminPanel.Deed) -> JSON {
    [
      "id": .string("\(deed.label)-\(field.name)"), "name": .string(field.name),
      "label": .string(words.text(field.label)), "is_required": .bool(field.isRequired),
      "has_choices": .bool(!field.choices.isEmpty && !field.isMany),
      "is_many": .bool(field.isMany),
      "choices": .array(field.choices.map(JSON.string)),
      "is_date": .bool(field.name == "review"),
    ]
  }

  static func value(_ json: JSON, _ path: String) -> JSON {
    path.split(separator: ".").reduce(json) { $0[String($1)] ?? .null }
  }

  // MARK: Values in words

  private func plain(_ value: JSON) -> String {
    switch value {
    case .string(let text), .number(let text): text
    case .bool(let truth): String(truth)
    case .null, .array, .object: ""
    }
  }

  private func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): AS.Timestamp.date(text).map(words.moment) ?? text
    case .number(let text): Int(text).map(words.number) ?? text
    case .bool(let truth): words.text(truth ? "yes" : "no")
    case .array(let elements): elements.map(text).joined(separator: ", ")
    case .null, .object: ""
    }
  }
}
