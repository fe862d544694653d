package processpool.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.StreamCorruptedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The values of java.time, a few numbers each. */
final class TimeValues {
  private TimeValues() {}

  @SuppressWarnings({ // both parts are written
    "JavaInstantGetSecondsGetNano",
    "JavaDurationGetSecondsGetNano",
    "JavaDurationGetSecondsToToSeconds"
  })
  static void write(Kind kind, Object value, MessageWriter to) {
    switch (kind) {
      case INSTANT ->
          to.putLong(((Instant) value).getEpochSecond()).putInt(((Instant) value).getNano());
      case DURATION ->
          to.putLong(((Duration) value).getSeconds()).putInt(((Duration) value).getNano());
      case PERIOD -> {
        Period period = (Period) value;
        to.putInt(period.getYears()).putInt(period.getMonths()).putInt(period.getDays());
      }
      case YEAR -> to.putInt(((Year) value).getValue());
      case YEAR_MONTH ->
          to.putInt(((YearMonth) value).getYear()).putByte(((YearMonth) value).getMonthValue());
      case MONTH_DAY ->
          to.putByte(((MonthDay) value).getMonthValue())
              .putByte(((MonthDay) value).getDayOfMonth());
      case LOCAL_DATE -> putDate((LocalDate) value, to);
      case LOCAL_TIME -> to.putLong(((LocalTime) value).toNanoOfDay());
      case LOCAL_DATE_TIME -> putDateTime((LocalDateTime) value, to);
      case OFFSET_TIME -> {
        to.putLong(((OffsetTime) value).toLocalTime().toNanoOfDay());
        to.putInt(((OffsetTime) value).getOffset().getTotalSeconds());
      }
      case OFFSET_DATE_TIME -> {
        putDateTime(((OffsetDateTime) value).toLocalDateTime(), to);
        to.putInt(((OffsetDateTime) value).getOffset().getTotalSeconds());
      }
      case ZONED_DATE_TIME -> {
        ZonedDateTime time = (ZonedDateTime) value;
        putDateTime(time.toLocalDateTime(), to);
        to.putInt(time.getOffset().getTotalSeconds());
        boolean region = !(time.getZone() instanceof ZoneOffset);
        to.putByte(region ? 1 : 0);
        if (region) {
          to.putString(time.getZone().getId());
        }
      }
      case ZONE_OFFSET -> to.putInt(((ZoneOffset) value).getTotalSeconds());
      case ZONE_REGION -> to.putString(((ZoneId) value).getId());
      default -> throw new IllegalArgumentException("kind=" + kind);
    }
  }

  private static void putDate(LocalDate date, MessageWriter to) {
    to.putInt(date.getYear()).putByte(date.getMonthValue()).putByte(date.getDayOfMonth());
  }

  private static void putDateTime(LocalDateTime time, MessageWriter to) {
    putDate(time.toLocalDate(), to);
    to.putLong(time.toLocalTime().toNanoOfDay());
  }

  static Object read(Kind kind, MessageReader from) throws IOException {
    try {
      return readValid(kind, from);
    } catch (DateTimeException | ArithmeticException wrong) { // or a zone that this JDK lacks
      InvalidObjectException invalid = new InvalidObjectException(wrong.getMessage());
      invalid.initCause(wrong);
      throw invalid;
    }
  }

  private static Object readValid(Kind kind, MessageReader from) throws IOException {
    return switch (kind) {
      case INSTANT -> Instant.ofEpochSecond(from.getLong(), from.getInt());
      case DURATION -> Duration.ofSeconds(from.getLong(), from.getInt());
      case PERIOD -> Period.of(from.getInt(), from.getInt(), from.getInt());
      case YEAR -> Year.of(from.getInt());
      case YEAR_MONTH -> YearMonth.of(from.getInt(), from.getByte());
      case MONTH_DAY -> MonthDay.of(from.getByte(), from.getByte());
      case LOCAL_DATE -> date(from);
      case LOCAL_TIME -> LocalTime.ofNanoOfDay(from.getLong());
      case LOCAL_DATE_TIME -> dateTime(from);
      case OFFSET_TIME -> OffsetTime.of(LocalTime.ofNanoOfDay(from.getLong()), offset(from));
      case OFFSET_DATE_TIME -> OffsetDateTime.of(dateTime(from), offset(from));
      case ZONED_DATE_TIME -> {
        LocalDateTime time = dateTime(from);
        ZoneOffset offset = offset(from);
        ZoneId zone = from.getByte() == 0 ? offset : ZoneId.of(from.getString());
        yield ZonedDateTime.ofInstant(time, offset, zone);
      }
      case ZONE_OFFSET -> offset(from);
      case ZONE_REGION -> ZoneId.of(from.getString());
      default -> throw new StreamCorruptedException("damaged value: kind=" + kind);
    };
  }

  private static LocalDate date(MessageReader from) throws IOException {
    return LocalDate.of(from.getInt(), from.getByte(), from.getByte());
  }

  private static LocalDateTime dateTime(MessageReader from) throws IOException {
    return LocalDateTime.of(date(from), LocalTime.ofNanoOfDay(from.getLong()));
  }

  private static ZoneOffset offset(MessageReader from) throws IOException {
    return ZoneOffset.ofTotalSeconds(from.getInt());
  }
}
