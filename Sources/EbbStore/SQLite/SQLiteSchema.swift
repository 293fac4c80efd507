/// The platform's current schema as SQLite has it, which stores of Ebb's own are made in.
enum SQLiteSchema {
  /// The migration that the platform's schema stands at, as `alembic_version` names it.
  static let revision = "5003b9acb1f4"

  /// The mark of files that Ebb has made, in their header: "ebb1" (https://www.sqlite.org/pragma.html#pragma_application_id).
  /// Ebb writes to no other.
  static let applicationID: Int64 = 0x6562_6231

  /// The statements that make the tables as the platform's `create_all()` does, and say which revision they are, as its
  /// migrations do.
  static let statements = """
    CREATE TABLE "User" (
      id INTEGER NOT NULL,
      username VARCHAR NOT NULL,
      auth_provider VARCHAR NOT NULL,
      PRIMARY KEY (id),
      CONSTRAINT _username_provider_uc UNIQUE (username, auth_provider)
    );
    CREATE TABLE "Cluster" (
      id INTEGER NOT NULL,
      cluster_name VARCHAR NOT NULL,
      PRIMARY KEY (id)
    );
    CREATE TABLE "YaptideUser" (
      id INTEGER NOT NULL,
      password_hash VARCHAR NOT NULL,
      PRIMARY KEY (id),
      FOREIGN KEY (id) REFERENCES "User" (id) ON DELETE CASCADE
    );
    CREATE TABLE "KeycloakUser" (
      id INTEGER NOT NULL,
      cert VARCHAR,
      private_key VARCHAR,
      PRIMARY KEY (id),
      FOREIGN KEY (id) REFERENCES "User" (id) ON DELETE CASCADE
    );
    CREATE TABLE "Simulation" (
      id INTEGER NOT NULL,
      job_id VARCHAR NOT NULL,
      user_id INTEGER,
      start_time DATETIME,
      end_time DATETIME,
      title VARCHAR NOT NULL,
      platform VARCHAR NOT NULL,
      input_type VARCHAR NOT NULL,
      sim_type VARCHAR NOT NULL,
      job_state VARCHAR NOT NULL,
      PRIMARY KEY (id),
      UNIQUE (job_id),
      FOREIGN KEY (user_id) REFERENCES "User" (id)
    );
    CREATE TABLE "CelerySimulation" (
      id INTEGER NOT NULL,
      merge_id VARCHAR,
      PRIMARY KEY (id),
      FOREIGN KEY (id) REFERENCES "Simulation" (id) ON DELETE CASCADE
    );
    CREATE TABLE "BatchSimulation" (
      id INTEGER NOT NULL,
      cluster_id INTEGER NOT NULL,
      job_dir VARCHAR,
      array_id INTEGER,
      collect_id INTEGER,
      PRIMARY KEY (id),
      FOREIGN KEY (id) REFERENCES "Simulation" (id) ON DELETE CASCADE,
      FOREIGN KEY (cluster_id) REFERENCES "Cluster" (id)
    );
    CREATE TABLE "Task" (
      id INTEGER NOT NULL,
      simulation_id INTEGER,
      task_id INTEGER NOT NULL,
      requested_primaries INTEGER NOT NULL,
      simulated_primaries INTEGER NOT NULL,
      task_state VARCHAR NOT NULL,
      estimated_time INTEGER,
      start_time DATETIME,
      end_time DATETIME,
      platform VARCHAR NOT NULL,
      last_update_time DATETIME,
      PRIMARY KEY (id),
      CONSTRAINT _simulation_id_task_id_uc UNIQUE (simulation_id, task_id),
      FOREIGN KEY (simulation_id) REFERENCES "Simulation" (id) ON DELETE CASCADE
    );
    CREATE TABLE "Input" (
      id INTEGER NOT NULL,
      simulation_id INTEGER,
      compressed_data BLOB,
      PRIMARY KEY (id),
      FOREIGN KEY (simulation_id) REFERENCES "Simulation" (id) ON DELETE CASCADE
    );
    CREATE TABLE "Estimator" (
      id INTEGER NOT NULL,
      simulation_id INTEGER NOT NULL,
      name VARCHAR NOT NULL,
      file_name VARCHAR NOT NULL,
      compressed_data BLOB,
      PRIMARY KEY (id),
      FOREIGN KEY (simulation_id) REFERENCES "Simulation" (id) ON DELETE CASCADE
    );
    CREATE TABLE "Logfiles" (
      id INTEGER NOT NULL,
      simulation_id INTEGER NOT NULL,
      compressed_data BLOB,
      PRIMARY KEY (id),
      FOREIGN KEY (simulation_id) REFERENCES "Simulation" (id) ON DELETE CASCADE
    );
    CREATE TABLE "CeleryTask" (
      id INTEGER NOT NULL,
      celery_id VARCHAR NOT NULL,
      PRIMARY KEY (id),
      FOREIGN KEY (id) REFERENCES "Task" (id) ON DELETE CASCADE
    );
    CREATE TABLE "BatchTask" (
      id INTEGER NOT NULL,
      PRIMARY KEY (id),
      FOREIGN KEY (id) REFERENCES "Task" (id) ON DELETE CASCADE
    );
    CREATE TABLE "Page" (
      id INTEGER NOT NULL,
      page_name VARCHAR NOT NULL,
      estimator_id INTEGER NOT NULL,
      page_number INTEGER NOT NULL,
      compressed_data BLOB,
      page_dimension INTEGER NOT NULL,
      PRIMARY KEY (id),
      FOREIGN KEY (estimator_id) REFERENCES "Estimator" (id) ON DELETE CASCADE
    );
    CREATE TABLE alembic_version (
      version_num VARCHAR(32) NOT NULL,
      CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
    );
    INSERT INTO alembic_version (version_num) VALUES ('\(revision)');
    PRAGMA application_id = \(applicationID);
    """
}
