import EbbModel
import EbbStore
import EbbTestSupport
import Foundation
import Testing

/// A database in which others may make tables, functions and operators, and in which roles have settings of their own:
/// nothing of that changes what is read.
@Suite("A PostgreSQL store with bad neighbours", .enabled(if: PostgreSQLServer.isPresent))
struct PostgreSQLNeighbourTests {
  let server: PostgreSQLServer

  init() throws { server = try PostgreSQLServer.shared() }

  /// The tables in the schema `store`, and a row or two in each.
  static let store = """
    CREATE SCHEMA store; SET search_path = store;
    CREATE TABLE "User" (id serial PRIMARY KEY, username varchar NOT NULL, auth_provider varchar NOT NULL);
    CREATE TABLE "Simulation" (id serial PRIMARY KEY, job_id varchar UNIQUE NOT NULL, user_id integer,
      start_time timestamp, end_time timestamptz, title varchar NOT NULL, platform varchar NOT NULL,
      input_type varchar NOT NULL, sim_type varchar NOT NULL, job_state varchar NOT NULL);
    CREATE TABLE "CelerySimulation" (id integer PRIMARY KEY REFERENCES "Simulation" (id), merge_id varchar);
    CREATE TABLE "Task" (id serial PRIMARY KEY, simulation_id integer REFERENCES "Simulation" (id),
      task_id integer NOT NULL, requested_primaries integer NOT NULL, simulated_primaries integer NOT NULL,
      task_state varchar NOT NULL, estimated_time integer, start_time timestamptz, end_time timestamptz,
      platform varchar, last_update_time timestamptz);
    CREATE TABLE "Estimator" (id serial PRIMARY KEY, simulation_id integer NOT NULL REFERENCES "Simulation" (id),
      name varchar NOT NULL, file_name varchar, compressed_data bytea);
    CREATE TABLE "Page" (id serial PRIMARY KEY, estimator_id integer NOT NULL, page_number integer NOT NULL,
      page_name varchar, page_dimension integer, compressed_data bytea);
    INSERT INTO "User" VALUES (1, 'ann', 'YaptideUser');
    INSERT INTO "Simulation" VALUES (7, 'first', 1, '2026-01-01 12:00', '2026-01-01 13:00+00', 'one', 'DIRECT',
      'FILES', 'shieldhit', 'COMPLETED'), (8, 'second', 1, '2026-01-02 12:00', NULL, 'two', 'DIRECT', 'FILES',
      'fluka', 'FAILED');
    INSERT INTO "CelerySimulation" VALUES (7, 'm');
    INSERT INTO "Task" VALUES (11, 7, 0, 100, 100, 'COMPLETED', 5, '2026-01-01 12:00+00', '2026-01-01 13:00+00',
      'DIRECT', NULL), (12, 8, 0, 100, 50, 'FAILED', NULL, NULL, NULL, 'DIRECT', NULL);
    INSERT INTO "Estimator" VALUES (13, 7, 'mesh', 'mesh_', '\\x0102'), (14, 8, 'mesh', NULL, NULL);
    INSERT INTO "Page" VALUES (17, 13, 0, 'DOSE', 1, '\\xdead'), (18, 14, 0, 'DOSE', 1, '\\xbeef');
    SET search_path = DEFAULT;

    """

  /// Everything that PostgreSQL has and a query of Ebb's may name, once more in the schema `evil`, and wrong; and tables
  /// of the store's names.
  private static let evil = """
    CREATE SCHEMA evil;
    CREATE TABLE evil."Task" AS SELECT 99 AS id, 7 AS simulation_id, 9 AS task_id, 1 AS requested_primaries,
      1 AS simulated_primaries, 'EVIL'::varchar AS task_state;
    CREATE TABLE evil."Page" AS SELECT 17 AS id, 13 AS estimator_id, 0 AS page_number, '\\x66'::bytea AS compressed_data;
    CREATE TABLE evil."User" AS SELECT 1 AS id, 'mallory'::varchar AS username, 'x'::varchar AS auth_provider;
    CREATE TABLE evil.pg_class AS SELECT * FROM pg_catalog.pg_class LIMIT 0;
    CREATE TABLE evil.pg_attribute AS SELECT 1 AS attrelid;
    CREATE TYPE evil.text AS (a integer); CREATE DOMAIN evil.name AS integer; CREATE TYPE evil.regclass AS (b integer);
    CREATE FUNCTION evil.substr(text, integer, integer) RETURNS text LANGUAGE sql AS $$ SELECT 'first' $$;
    CREATE FUNCTION evil.length(text) RETURNS integer LANGUAGE sql AS $$ SELECT 0 $$;
    CREATE FUNCTION evil.octet_length(bytea) RETURNS integer LANGUAGE sql AS $$ SELECT 12345 $$;
    CREATE FUNCTION evil.unnest(bigint[]) RETURNS SETOF bigint LANGUAGE sql AS $$ SELECT 18::bigint $$;
    CREATE FUNCTION evil.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS $$ SELECT '' $$;
    CREATE FUNCTION evil.current_schemas(boolean) RETURNS name[] LANGUAGE sql AS $$ SELECT '{evil}'::name[] $$;
    CREATE COLLATION evil."C" FROM "en-x-icu";

    """

  /// Operators of `evil` that are always false or always true.
  private static let evilOperators: String = {
    var sql = ""
    let types = [
      ("integer", "integer"), ("integer", "bigint"), ("bigint", "bigint"), ("text", "text"), ("name", "name"),
      ("oid", "oid"), ("\"char\"", "\"char\""), ("timestamp", "timestamptz"), ("timestamptz", "timestamptz"),
      ("varchar", "text"), ("varchar", "varchar"), ("smallint", "integer"), ("smallint", "smallint"),
    ]
    for (index, (left, right)) in types.enumerated() {
      for (number, name) in ["=", ">=", "<", ">"].enumerated() {
        let function = "evil.f\(index)_\(number)"
        sql += """
          CREATE FUNCTION \(function)(pg_catalog.\(left), pg_catalog.\(right)) RETURNS boolean LANGUAGE sql AS
            $$ SELECT \(number == 0 ? "false" : "true") $$;
          CREATE OPERATOR evil.\(name) (leftarg = pg_catalog.\(left), rightarg = pg_catalog.\(right),
            function = \(function));

          """.replacing("pg_catalog.integer", with: "integer").replacing("pg_catalog.bigint", with: "bigint")
          .replacing("pg_catalog.smallint", with: "smallint")
      }
    }
    return sql
  }()

  /// What a store answers to every question.
  private struct Answers: Equatable {
    var users: [User] = []
    var simulations: [Simulation] = []
    var tasks: [SimulationTask] = []
    var estimators: [EstimatorRow] = []
    var pages: [PageRow] = []
    var data: [[UInt8]] = []
    var tables: [String] = []
  }

  private func answers(_ url: String) async throws -> Answers {
    let store = try await openPostgreSQL(url)
    var answers = Answers()
    answers.tables = try await store.schema().map(\.name)
    answers.users = try await store.users()
    let noon = Instant(text: "2026-01-01 12:00:00")
    for filter in [
      SimulationFilter(), SimulationFilter(user: "ann", limit: 1), SimulationFilter(state: .completed),
      SimulationFilter(simulator: "fluka", sort: .title), SimulationFilter(since: noon, until: noon),
      SimulationFilter(since: noon, sort: .jobID, isAscending: true), SimulationFilter(until: noon),
      SimulationFilter(platform: .direct, sort: .id),
    ] {
      answers.simulations += try await store.simulations(filter)
    }
    answers.simulations += try await store.simulations(jobIDPrefix: "sec", limit: 6)
    answers.simulations += try await store.simulations([SimulationID(7)])
    for scope in [SimulationScope.these([SimulationID(7), SimulationID(8)]), .all] {
      answers.tasks += try await store.tasks(of: scope, limit: 9)
      answers.estimators += try await store.estimators(of: scope, metadata: true, limit: 9)
      answers.pages += try await store.pages(of: scope, details: true, limit: 9)
    }
    answers.estimators += try await store.estimators([EstimatorID(14)])
    answers.data = try await store.allData(of: answers.pages.map(\.id)).map(\.bytes)
    await store.close()
    return answers
  }

  @Test("is read in the one schema that has it, whatever is in others and in the search path")
  func shadows() async throws {
    let sound = try server.createDatabase(sql: Self.store)
    let expected = try await answers(sound + "&options=-csearch_path%3Dstore")
    #expect(expected.tables == ["CelerySimulation", "Estimator", "Page", "Simulation", "Task", "User"])
    #expect(expected.simulations.count == 11)
    #expect(expected.tasks.count == 4 && expected.pages.count == 4 && expected.data.first == [0xde, 0xad])
    let evil = try server.createDatabase(sql: Self.store + Self.evil + Self.evilOperators)
    for path in [
      "evil,store", "evil,store,pg_catalog", "store,evil,pg_catalog", "pg_temp,evil,store,pg_catalog",
    ] {
      #expect(try await answers(evil + "&options=-csearch_path%3D\(path)") == expected, "\(path)")
    }
  }

  @Test("is read alike whatever settings a database or a role has of its own")
  func settings() async throws {
    let sound = try server.createDatabase(sql: Self.store)
    let expected = try await answers(sound + "&options=-csearch_path%3Dstore")
    let name = try #require(URLComponents(string: sound)?.path).dropFirst()
    for setting in [
      "search_path = store", "default_transaction_read_only = off",
      "default_transaction_isolation = 'read committed'",
      "default_transaction_deferrable = on", "TimeZone = 'Asia/Tokyo'", "DateStyle = 'SQL, DMY'",
      "IntervalStyle = 'sql_standard'", "bytea_output = 'escape'", "extra_float_digits = -15",
      "row_security = off",
      "client_encoding = 'LATIN1'", "standard_conforming_strings = off", "client_min_messages = debug5",
      "transform_null_equals = on", "array_nulls = off", "enable_seqscan = off", "debug_print_parse = off",
      "session_replication_role = replica", "lc_messages = 'C'", "backslash_quote = on",
    ] {
      try server.run("ALTER DATABASE \"\(name)\" SET \(setting)", on: sound)
    }
    #expect(try await answers(sound) == expected)
  }

  @Test("has no view that writes, or makes a transaction one that writes, or changes what is read after it")
  func views() async throws {
    let url = try server.createDatabase(
      sql: Self.store + Self.evil + Self.evilOperators + """
        CREATE TABLE evil.seen (what text);
        CREATE FUNCTION evil.try_to(statement pg_catalog.text) RETURNS integer LANGUAGE plpgsql AS $$
          BEGIN EXECUTE statement; RETURN 1; EXCEPTION WHEN OTHERS THEN RETURN 1; END $$;
        ALTER TABLE store."CelerySimulation" RENAME TO kept;
        CREATE VIEW store."CelerySimulation" AS SELECT kept.* FROM store.kept,
          (SELECT evil.try_to('SET TRANSACTION READ WRITE'), evil.try_to('SET transaction_read_only = off'),
            evil.try_to('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE'),
            evil.try_to('SET default_transaction_read_only = off'),
            evil.try_to('SET search_path = evil, pg_catalog'), evil.try_to('SET TimeZone = ''Asia/Tokyo'''),
            evil.try_to('INSERT INTO evil.seen VALUES (''x'')'), evil.try_to('CREATE TABLE evil.made (x integer)'),
            evil.try_to('DELETE FROM store."Page"'), evil.try_to('CREATE TEMP TABLE "Page" (id integer)'),
            evil.try_to('SELECT nextval(''store."Page_id_seq"'')'),
            evil.try_to('COMMIT'), evil.try_to('ROLLBACK TO SAVEPOINT ebb')) AS tries;
        """)
    let sound = try server.createDatabase(sql: Self.store)
    let expected = try await answers(sound + "&options=-csearch_path%3Dstore")
    let sequence = try server.answer(#"SELECT last_value FROM store."Page_id_seq""#, on: url)
    var found = try await answers(url + "&options=-csearch_path%3Dstore")
    found.tables = expected.tables
    #expect(found == expected)
    #expect(try server.answer("SELECT count(1) FROM evil.seen", on: url) == "0")
    #expect(try server.answer(#"SELECT count(1) FROM store."Page""#, on: url) == "2")
    #expect(try server.answer("SELECT to_regclass('evil.made') IS NULL", on: url) == "t")
    #expect(try server.answer(#"SELECT last_value FROM store."Page_id_seq""#, on: url) == sequence)
  }

  @Test("whose view changes the encoding of texts is not read on")
  func encoding() async throws {
    let url = try server.createDatabase(
      sql: Self.store + """
        UPDATE store."Simulation" SET title = 'żółć';
        CREATE FUNCTION store.change() RETURNS integer LANGUAGE sql AS
          $$ SELECT length(set_config('client_encoding', 'WIN1250', true)) $$;
        ALTER TABLE store."Task" RENAME TO kept;
        CREATE VIEW store."Task" AS SELECT kept.* FROM store.kept WHERE store.change() > 0;
        """)
    let error = await #expect(throws: StoreError.self) {
      try await answers(url + "&options=-csearch_path%3Dstore")
    }
    guard case .connectionLost(_, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("UTF-8"))
  }

  /// What a time column may hold, and what it means: to the microsecond, or nothing.
  static let farTimes: [(text: String, iso8601: String?)] = [
    ("infinity", nil), ("-infinity", nil), ("294276-12-31 23:59:59.999999", nil),
    ("0044-03-15 12:00:00 BC", "-0043-03-15T12:00:00Z"), ("4713-01-01 00:00:00 BC", "-4712-01-01T00:00:00Z"),
    ("10000-01-01 00:00:00.5", "10000-01-01T00:00:00.500000Z"),
    ("294246-12-31 23:59:59", "294246-12-31T23:59:59Z"),
  ]

  @Test("gives each time that can be counted, and none for those that cannot", arguments: farTimes)
  func time(text: String, iso8601: String?) async throws {
    let url = try server.createDatabase(
      sql: Self.store + """
        UPDATE store."Simulation" SET start_time = '\(text)', end_time = timestamp '\(text)' AT TIME ZONE 'UTC';
        UPDATE store."Task" SET start_time = timestamp '\(text)' AT TIME ZONE 'UTC',
          end_time = timestamp '\(text)' AT TIME ZONE 'UTC', last_update_time = timestamp '\(text)' AT TIME ZONE 'UTC';
        """)
    let found = try await answers(url + "&options=-csearch_path%3Dstore")
    #expect(found.simulations.contains { $0.id == SimulationID(7) })
    for simulation in found.simulations {
      #expect(simulation.startTime?.iso8601 == iso8601)
      #expect(simulation.endTime?.iso8601 == iso8601)
    }
    for task in found.tasks {
      #expect(
        [task.startTime, task.endTime, task.lastUpdateTime].map { $0?.iso8601 } == [
          iso8601, iso8601, iso8601,
        ])
    }
  }
}
