package pggit.load.server;

import java.util.Objects;

/**
 * Who connects.
 *
 * @param user role name, not blank
 * @param password empty where the server does not ask for one
 */
public record Login(String user, Secret password) {

  public Login {
    Objects.requireNonNull(password, "password");
    if (user.isBlank()) {
      throw new IllegalArgumentException("user must not be blank");
    }
  }
}
