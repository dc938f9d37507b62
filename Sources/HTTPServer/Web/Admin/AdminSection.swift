import StrictJSON

/// What a command tells, as a table or as lines.
struct AdminSection {
  private let section: AdminPanel.Section
  private let number: Int
  private let cells: AdminCells

  init(_ section: AdminPanel.Section, number: Int, _ cells: AdminCells) {
    self.section = section
    self.number = number
    self.cells = cells
  }

  private var words: Words { cells.words }

  func json(_ reply: CommandReply, of call: PageCall) -> JSON {
    let told = (try? JSON.parse(Array(reply.output.utf8))) ?? .null
    let shown = section.member.map { AdminCells.value(told, $0) } ?? told
    let (errors, isForeign) = cells.said(reply.errors)
    let rows = section.isOne ? [shown] : shown.array ?? []
    return [
      "heading": .string(words.text(section.heading)), "number": .integer(number),
      "is_one": .bool(section.isOne), "has_rows": .bool(!rows.isEmpty),
      "headings": .array(section.columns.map { .string(words.text($0.heading)) }),
      "has_deeds": .bool(!section.deeds.isEmpty), "rows": .array(rows.enumerated().map(row)),
      "forms": .array(section.forms.map(form)), "here": .string(call.request.uri.path),
      "errors": told.isNull ? .string(errors) : .null, "is_foreign": .bool(isForeign),
    ]
  }

  private func row(_ place: Int, _ row: JSON) -> JSON {
    let state = row["state"]?.string ?? ""
    return [
      "cells": .array(
        section.columns.map { column in
          var cell = cells.cell(column, of: row)
          let text = AdminCells.plain(AdminCells.value(row, column.path))
          if let link = section.link, link.column == column.path, !text.isEmpty {
            cell["link"] = .string(link.to + FormText.encode(text))
          }
          return .object(cell)
        }
      ),
      "deeds": .array(
        section.deeds.filter { $0.states.isEmpty || $0.states.contains(state) }
          .map { deed in form(deed, of: row, at: place) }
      ),
    ]
  }

  private func form(_ deed: AdminPanel.Deed) -> JSON { form(deed, of: nil, at: nil) }

  private func form(_ deed: AdminPanel.Deed, of row: JSON?, at place: Int?) -> JSON {
    // A task is told by its command; any other deed by the gaps that the row fills.
    let gaps = deed.words.isEmpty ? ["command"] : deed.words.compactMap { AdminPanel.Gap($0)?.name }
    let hidden = gaps.compactMap { name -> JSON? in
      guard let row else { return nil }
      let column = section.columns.first { $0.name == name }
      let value = column.map { AdminCells.value(row, $0.path) } ?? row[name] ?? .null
      let text = AdminCells.plain(value)
      return text.isEmpty ? nil : ["name": .string(name), "value": .string(text)]
    }
    let fields = deed.fields + (deed.words.isEmpty ? Self.asked(by: row) : [])
    let id = place.map { "\(deed.label)-\($0)" } ?? deed.label
    return [
      "label": .string(words.text(deed.label)), "deed": .string(deed.label),
      "section": .integer(number), "hidden": .array(hidden),
      "is_dangerous": .bool(deed.isDangerous), "has_fields": .bool(!fields.isEmpty),
      "fields": .array(fields.map { field in self.field(field, in: id) }),
    ]
  }

  /// What a task's command leaves to the admin to say.
  private static func asked(by row: JSON?) -> [AdminPanel.Field] {
    let words = row?["command"]?.string?.split(separator: " ") ?? []
    guard words.contains(Substring(AdminPanel.reasonGap)) else { return [] }
    return [AdminPanel.Field(name: "reason", isRequired: true)]
  }

  private func field(_ field: AdminPanel.Field, in form: String) -> JSON {
    [
      "id": .string("\(form)-\(field.name)"), "name": .string(field.name),
      "label": .string(words.text(field.label)), "is_required": .bool(field.isRequired),
      "has_choices": .bool(!field.choices.isEmpty && !field.isMany),
      "is_many": .bool(field.isMany),
      "choices": .array(
        field.choices.map { ["value": .string($0), "label": .string(cells.word($0))] }
      ),
      "is_date": .bool(field.name == "review"),
    ]
  }
}
