using CsCheck;

namespace ProcGen.Serialization.Tests;

public sealed class PropertyTests
{
    private const int Iterations = 500;

    private static readonly Gen<string?> s_text = Gen.OneOf(Gen.Const((string?)null), Gen.Char.Array[0, 20].Select(c => (string?)new string(c)));

    private static readonly Gen<Job> s_job = Gen.Recursive<Job>((depth, job) => Gen.Select(
        s_text, Gen.Int, s_text.List[0, 4], Gen.Long, depth > 4 ? Gen.Const((Job)null!) : Gen.OneOf(Gen.Const((Job)null!), job),
        (name, priority, notes, ticks, next) => new Job(name!, priority) { Notes = notes!, Limit = ticks % 3 == 0 ? null : TimeSpan.FromTicks(ticks), Next = next }));

    [Fact]
    public void Any_string_crosses_exactly() => s_text.Sample(text => RoundTrip.Run(Framework.InProcess.Text(text)) == text, iter: Iterations);

    [Fact]
    public void Any_array_crosses_exactly()
    {
        Gen.Long.Array[0, 300].Sample(numbers => RoundTrip.Run(Collections.InProcess.Longs(numbers)).SequenceEqual(numbers), iter: Iterations);
        Gen.Int.Nullable().Array[0, 50].Sample(numbers => RoundTrip.Run(Collections.InProcess.Nullables(numbers)).SequenceEqual(numbers), iter: Iterations);
        Gen.Int.Array[0, 5].Array[0, 20].Sample(jagged => RoundTrip.Run(Collections.InProcess.Jagged(jagged)).Zip(jagged).All(p => p.First.SequenceEqual(p.Second)), iter: Iterations);
    }

    [Fact]
    public void Any_dictionary_crosses_exactly() =>
        Gen.Dictionary(Gen.String, s_job)[0, 8].Sample(
            jobs =>
            {
                Dictionary<string, Job> copy = RoundTrip.Run(Collections.InProcess.Dictionary(jobs));
                return copy.Count == jobs.Count && jobs.All(j => Same(j.Value, copy[j.Key]));
            },
            iter: Iterations);

    [Fact]
    public void Any_object_crosses_exactly() => s_job.Sample(job => Same(job, RoundTrip.Run(Plain.InProcess.Job(job))), iter: Iterations);

    [Fact]
    public void Any_doubles_and_decimals_cross_bit_by_bit()
    {
        Gen.Double.Sample(d => BitConverter.DoubleToInt64Bits(RoundTrip.Run(Framework.InProcess.Number(d))) == BitConverter.DoubleToInt64Bits(d), iter: Iterations);
        Gen.Select(Gen.Guid, Gen.Decimal, Gen.DateTimeOffset, Gen.Char).Sample(
            (guid, money, time, character) =>
            {
                var bits = new Bits { Guid = guid, Money = money, Offset = time, Character = character };
                return RoundTrip.Run(Framework.InProcess.Bits(bits)) == bits;
            },
            iter: Iterations);
    }

    [Fact]
    public void The_bytes_of_equal_values_are_equal() =>
        s_job.Sample(job => RoundTrip.BytesOf(Plain.InProcess.Job(job)).SequenceEqual(RoundTrip.BytesOf(Plain.InProcess.Job(RoundTrip.Run(Plain.InProcess.Job(job))))), iter: Iterations);

    private static bool Same(Job? a, Job? b) =>
        a is null || b is null
            ? ReferenceEquals(a, b)
            : (a.Name, a.Priority, a.Limit, a.Touched) == (b.Name, b.Priority, b.Limit, b.Touched)
              && (a.Notes is null ? b.Notes is null : a.Notes.SequenceEqual(b.Notes!))
              && Same(a.Next, b.Next);
}
