namespace ProcGen.Serialization.Library;

/// <summary>Restored by its constructor.</summary>
public sealed class Money(decimal amount, string currency)
{
    public decimal Amount { get; } = amount;

    public string Currency { get; } = currency;

    public static Money Zero { get; } = new(0, "EUR");
}

/// <summary>Restored by its primary constructor and an init-only member.</summary>
public record Address(string Street, int Number)
{
    public string? City { get; init; }
}

/// <summary>Restored by its setters, required and inherited ones included.</summary>
public class Person : Named
{
    public required int Age { get; set; }

    public List<Address>? Addresses { get; set; }
}

public abstract class Named
{
    private readonly List<string> _history = [];

    public string? Name { get; set; }

    /// <summary>Works only if the constructor ran.</summary>
    public int Remember(string text)
    {
        _history.Add(text);
        return _history.Count;
    }
}

/// <summary>Nothing but bytes, private ones included.</summary>
public readonly struct Celsius(double degrees)
{
    private readonly double _degrees = degrees;

    public double Fahrenheit => (_degrees * 9 / 5) + 32;
}

/// <summary>A struct with public fields.</summary>
public struct Label
{
    public string Text;
    public int Size;
}

/// <summary>A member can be read and not restored.</summary>
public sealed class Counter
{
    public int Count { get; private set; }

    public void Increment() => Count++;
}

/// <summary>Nothing of it can be seen.</summary>
public sealed class Opaque
{
    private readonly object _secret = new();

    public override string ToString() => _secret.ToString()!;
}

/// <summary>A handle in disguise.</summary>
public readonly struct Handle(nint value)
{
    private readonly nint _value = value;

    public override string ToString() => _value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Needs a codec: its state is private.</summary>
public sealed class Temperature
{
    private readonly double _kelvin;

    private Temperature(double kelvin) => _kelvin = kelvin;

    public double Kelvin => _kelvin;

    public static Temperature FromKelvin(double kelvin) => new(kelvin);
}

/// <summary>Needs a codec, too, whatever it holds.</summary>
public sealed class Wrapped<T>
{
    private readonly T _item;

    private Wrapped(T item) => _item = item;

    public static Wrapped<T> Around(T item) => new(item);

    public T Unwrap() => _item;
}
