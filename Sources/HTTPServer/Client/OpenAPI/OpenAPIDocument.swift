import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// The description of the client API (OpenAPI 3.1), made from the table of routes and the catalogue
/// of entities, so that it cannot say anything else than they do.
struct OpenAPIDocument: Sendable {
  let routes: [ClientRoute]
  let pages: [PageRoute]
  let origin: String
  let version: String

  private static let words = """
    What Mastodon’s clients speak, and /api/maillage/v1 beside it, with every field; and all else \
    that a node serves. What the API changes for a member, a form of a page changes at the same path \
    with /do in the place of /api, and comes back to its page. The documents that nodes exchange are described in Protocol/.
    """

  var json: JSON {
    var paths = JSONObject()
    for (path, routes) in Dictionary(grouping: routes, by: \.path).sorted(by: { $0.key < $1.key }) {
      var item = JSONObject()
      for route in routes.sorted(by: { $0.method.rawValue < $1.method.rawValue }) {
        item[route.method.rawValue.lowercased()] = operation(route)
      }
      paths[Self.template(path)] = .object(item)
    }
    let further = FurtherRoutes.operations(with: pages)
    for (path, item) in further.sorted(by: { $0.key < $1.key }) { paths[path] = .object(item) }
    var schemas = JSONObject()
    for entity in EntitySchema.all.values.sorted(by: { $0.name < $1.name }) {
      schemas[entity.name] = entity.schema
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Maillage", "version": .string(version),
        "description": .string(Self.words),
      ],
      "servers": [["url": .string(origin)]], "paths": .object(paths),
      "components": [
        "schemas": .object(schemas),
        "securitySchemes": [
          "token": [
            "type": "oauth2",
            "flows": [
              "authorizationCode": [
                "authorizationUrl": .string("\(origin)/oauth/authorize"),
                "tokenUrl": .string("\(origin)/oauth/token"),
                "scopes": .object(JSONObject(OAuthScope.names.map { ($0, .string($0)) })),
              ]
            ],
          ]
        ],
      ],
    ]
  }

  /// `/api/v1/statuses/:id` as OpenAPI writes it.
  static func template(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
    }.joined(separator: "/")
  }

  private func operation(_ route: ClientRoute) -> JSON {
    let names = route.path.split(separator: "/").filter { $0.hasPrefix(":") }.map { $0.dropFirst() }
    var parameters: [JSON] = names.map { name in
      ["name": .string(String(name)), "in": "path", "required": true, "schema": ["type": "string"]]
    }
    let hasBody = [.post, .put, .patch].contains(route.method)
    if !hasBody { parameters += route.takes.map(Self.query) }
    let asksAgain = route.isTagged ? ["If-None-Match"] : []
    parameters += (route.headers + asksAgain).map { name in
      ["name": .string(name), "in": "header", "schema": ["type": "string"]]
    }
    var operation: JSONObject = [
      "operationId": .string(operationID(route)), "parameters": .array(parameters),
      "responses": .object(responses(route)), "security": security(route.access),
    ]
    if hasBody, !route.takes.isEmpty { operation["requestBody"] = body(route) }
    return .object(operation)
  }

  /// A parameter of the query; a list is written with one name for each element.
  static func query(_ taken: ClientRoute.Taken) -> JSON {
    let isList = if case .list = taken.type { true } else { false }
    return [
      "name": .string(isList ? "\(taken.name)[]" : taken.name), "in": "query",
      "required": .bool(taken.isRequired), "schema": schema(taken),
    ]
  }

  private func operationID(_ route: ClientRoute) -> String {
    let words = route.path.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return ([route.method.rawValue.lowercased()] + words).joined(separator: "_")
  }

  private func body(_ route: ClientRoute) -> JSON {
    var properties = JSONObject()
    for taken in route.takes { properties[taken.name] = Self.schema(taken) }
    let required = route.takes.filter(\.isRequired).map { JSON.string($0.name) }
    let schema: JSON = [
      "type": "object", "properties": .object(properties), "required": .array(required),
    ]
    return [
      "required": .bool(!required.isEmpty),
      "content": [
        "application/json": ["schema": schema],
        "application/x-www-form-urlencoded": ["schema": schema],
        "multipart/form-data": ["schema": schema],
      ],
    ]
  }

  /// What has to be said is not empty.
  static func schema(_ taken: ClientRoute.Taken) -> JSON {
    guard taken.isRequired, var schema = taken.type.schema.object else { return taken.type.schema }
    switch taken.type {
    case .string: schema["minLength"] = 1
    case .list: schema["minItems"] = 1
    default: break
    }
    return .object(schema)
  }

  private func responses(_ route: ClientRoute) -> JSONObject {
    var answer: JSONObject = ["description": "What was asked for."]
    let schema: JSON = route.answer.map(\.schema) ?? .object(JSONObject())
    let isJSON = route.mediaType == "application/json"
    let body: JSON = isJSON ? ["schema": schema] : .object(JSONObject())
    var content = JSONObject()
    content[route.mediaType] = body
    answer["content"] = .object(content)
    var responses: JSONObject = ["200": .object(answer)]
    if route.path.hasSuffix("/media") {
      responses["202"] = .object(answer)
    }
    if route.path.hasSuffix("/media/:id") { responses["206"] = .object(answer) }
    if route.isTagged { responses["304"] = ["description": "What is known already."] }
    let problem: JSON = [
      "description": "Why not.",
      "content": ["application/json": ["schema": ["$ref": "#/components/schemas/Error"]]],
    ]
    for status in ["400", "401", "403", "404", "409", "410", "413", "422", "429", "503", "507"] {
      responses[status] = problem
    }
    return responses
  }

  private func security(_ access: ClientRoute.Access) -> JSON {
    switch access {
    case .open: []
    case .reading(let scope): [[:], ["token": [.string(scope.description)]]]
    case .application: [["token": []]]
    case .member(let scope): [["token": [.string(scope.description)]]]
    }
  }
}
