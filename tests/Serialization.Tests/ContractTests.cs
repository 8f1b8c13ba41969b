using ProcGen.CompilerServices;
using ProcGen.Serialization.Library;
using ProcGen.Serialization.Tests;

[assembly: ProcGen.ProcessCodec(typeof(Temperature), typeof(TemperatureCodec))]
[assembly: ProcGen.ProcessCodec(typeof(Wrapped<>), typeof(WrappedCodec<>))]
[assembly: ProcGen.ProcessCodec(typeof(Sealed), typeof(ContractTests.SealedCodec))]
[assembly: ProcGen.ProcessCodec(typeof(ushort[]), typeof(ShortsCodec))]
[assembly: ProcGen.ProcessCodec(typeof(Hasty), typeof(HastyCodec))]

namespace ProcGen.Serialization.Tests;

public sealed partial class ContractTests
{
    [Fact]
    public void A_type_of_another_assembly_is_restored_by_its_constructor()
    {
        Money copy = RoundTrip.Run(InProcess.Money(new Money(12.50m, "CHF")));
        Assert.Equal((12.50m, "CHF"), (copy.Amount, copy.Currency));
        Assert.Null(RoundTrip.Run(InProcess.Money(null!)));
    }

    [Fact]
    public void A_record_of_another_assembly_is_restored_by_its_constructor_and_its_other_members()
    {
        var address = new Address("Main St", 5) { City = "B" };
        Assert.Equal(address, RoundTrip.Run(InProcess.Address(address)));
    }

    [Fact]
    public void A_class_of_another_assembly_is_restored_by_its_setters()
    {
        Person copy = RoundTrip.Run(InProcess.Person(new Person { Age = 7, Name = "N", Addresses = [new Address("S", 1)] }));
        Assert.Equal((7, "N"), (copy.Age, copy.Name));
        Assert.Equal(new Address("S", 1), Assert.Single(copy.Addresses!));
    }

    [Fact]
    public void Structs_of_another_assembly_cross()
    {
        Assert.Equal(212, RoundTrip.Run(InProcess.Celsius(new Celsius(100))).Fahrenheit);
        Label label = RoundTrip.Run(InProcess.Label(new Label { Text = "t", Size = 3 }));
        Assert.Equal(("t", 3), (label.Text, label.Size));
    }

    [Fact]
    public void A_base_class_of_another_assembly_is_constructed_and_its_members_are_set()
    {
        Employee copy = RoundTrip.Run(InProcess.Employee(new Employee("secret") { Age = 3, Name = "E" }));
        Assert.Equal((3, "E", "secret"), (copy.Age, copy.Name, copy.Badge));
        Assert.Equal(1, copy.Remember("works"));
    }

    [Fact]
    public void A_derived_object_of_another_assembly_is_refused() =>
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(InProcess.Person(new Employee("b") { Age = 1 })));

    [Fact]
    public void A_codec_serves_a_type_that_nobody_can_annotate()
    {
        Assert.Equal(300, RoundTrip.Run(InProcess.Kelvin(Temperature.FromKelvin(300))).Kelvin);
        Assert.Null(RoundTrip.Run(InProcess.Kelvin(null!)));
        Assert.Equal([1d, 2d], RoundTrip.Run(InProcess.Temperatures([Temperature.FromKelvin(1), Temperature.FromKelvin(2)])).Select(t => t.Kelvin));
    }

    [Fact]
    public void A_generic_codec_serves_all_closed_types()
    {
        Assert.Equal("w", RoundTrip.Run(InProcess.WrappedString(Wrapped<string>.Around("w"))).Unwrap());
    }

    internal readonly struct SealedCodec : IProcessCodec<Sealed>
    {
        public static void Write(ref PayloadWriter writer, Sealed? value) => writer.Writer.WriteUnmanaged(value?.Value ?? -1);

        public static Sealed? Read(ref PayloadReader reader) => reader.Reader.ReadUnmanaged<int>() is >= 0 and var value ? Sealed.Of(value) : null;
    }

    [Fact]
    public void A_codec_that_reads_less_than_it_wrote_is_named()
    {
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.Run(InProcess.Hasty(new Hasty())));
        Assert.Contains(nameof(HastyCodec), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nested_codec_serves_a_type_of_the_same_assembly() => Assert.Equal(5, RoundTrip.Run(InProcess.Holder(new Holder { Sealed = Sealed.Of(5) })).Sealed!.Value);

    [Fact]
    public void A_codec_may_serve_an_array() => Assert.Equal([1, 2, 0], RoundTrip.Run(InProcess.Shorts([1, 2])));

    [RunInProcess] public static ushort[] Shorts(ushort[] value) => value;
    [RunInProcess] public static Holder Holder(Holder value) => value;
    [RunInProcess] public static Money Money(Money value) => value;
    [RunInProcess] public static Address Address(Address value) => value;
    [RunInProcess] public static Person Person(Person value) => value;
    [RunInProcess] public static Celsius Celsius(Celsius value) => value;
    [RunInProcess] public static Label Label(Label value) => value;
    [RunInProcess] public static Employee Employee(Employee value) => value;
    [RunInProcess] public static Temperature Kelvin(Temperature value) => value;
    [RunInProcess] public static List<Temperature> Temperatures(List<Temperature> value) => value;
    [RunInProcess] public static Wrapped<string> WrappedString(Wrapped<string> value) => value;
    [RunInProcess] public static Hasty Hasty(Hasty value) => value;
}

public sealed class Employee : Person
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public Employee(string badge) => Badge = badge;

    public string Badge { get; }
}

public readonly struct TemperatureCodec : IProcessCodec<Temperature>
{
    public static void Write(ref PayloadWriter writer, Temperature? value) => writer.Writer.WriteUnmanaged(value?.Kelvin ?? double.NaN);

    public static Temperature? Read(ref PayloadReader reader)
    {
        double kelvin = reader.Reader.ReadUnmanaged<double>();
        return double.IsNaN(kelvin) ? null : Temperature.FromKelvin(kelvin);
    }
}

public sealed class WrappedCodec<T> : IProcessCodec<Wrapped<T>>
{
    public static void Write(ref PayloadWriter writer, Wrapped<T>? value) => writer.WriteString(value?.Unwrap()?.ToString());

    public static Wrapped<T>? Read(ref PayloadReader reader) => reader.ReadString() is T text ? Wrapped<T>.Around(text) : null;
}

public sealed class Sealed
{
    [ProcessIgnore]
    public int Value { get; private init; }

    public static Sealed Of(int value) => new() { Value = value };
}

public sealed class Holder
{
    public Sealed? Sealed { get; set; }
}

/// <summary>Appends a zero once, so that a test sees it.</summary>
public readonly struct ShortsCodec : IProcessCodec<ushort[]>
{
    public static void Write(ref PayloadWriter writer, ushort[]? value) => writer.Writer.WriteUnmanagedArray(value);

    public static ushort[]? Read(ref PayloadReader reader) => [.. (reader.Reader.ReadUnmanagedArray<ushort>() ?? []).Where(n => n != 0), 0];
}

public sealed class Hasty;

public readonly struct HastyCodec : IProcessCodec<Hasty>
{
    public static void Write(ref PayloadWriter writer, Hasty? value) => writer.Writer.WriteUnmanaged(1, 2);

    public static Hasty? Read(ref PayloadReader reader)
    {
        reader.Reader.ReadUnmanaged<int>();
        return new Hasty();
    }
}
