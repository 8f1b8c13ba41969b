using System.Numerics;
using System.Runtime.CompilerServices;

namespace ProcGen;

/// <summary>
/// Atomic operations on what processes share: no lock, no system call, and nothing half done whatever process dies. For whole and floating-point numbers of 1 to 8 bytes; thread-safe across all processes.
/// </summary>
public static class SharedAtomics
{
    /// <summary>Adds to a number; overflows wrap.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    /// <param name="value">The number.</param>
    /// <param name="addend">What is added.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> has more than 8 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add<T>(this SharedValue<T> value, T addend) where T : unmanaged, INumber<T>
    {
        T sum = Add(ref value.Reference, addend);
        GC.KeepAlive(value);
        return sum;
    }

    /// <summary>Adds to an item; overflows wrap.</summary>
    /// <inheritdoc cref="Add{T}(SharedValue{T}, T)"/>
    /// <param name="array">The array.</param>
    /// <param name="index">The item.</param>
    /// <param name="addend">What is added.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add<T>(this SharedArray<T> array, int index, T addend) where T : unmanaged, INumber<T>
    {
        T sum = Add(ref array[index], addend);
        GC.KeepAlive(array);
        return sum;
    }

    /// <summary>Replaces a value.</summary>
    /// <typeparam name="T">The type of the value: a number, <see cref="bool"/>, <see cref="char"/> or an enum.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="replacement">What it becomes.</param>
    /// <returns>What it was.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public static T Exchange<T>(this SharedValue<T> value, T replacement) where T : unmanaged
    {
        T old = Interlocked.Exchange(ref value.Reference, replacement);
        GC.KeepAlive(value);
        return old;
    }

    /// <summary>Replaces an item.</summary>
    /// <inheritdoc cref="Exchange{T}(SharedValue{T}, T)"/>
    /// <param name="array">The array.</param>
    /// <param name="index">The item.</param>
    /// <param name="replacement">What it becomes.</param>
    public static T Exchange<T>(this SharedArray<T> array, int index, T replacement) where T : unmanaged
    {
        T old = Interlocked.Exchange(ref array[index], replacement);
        GC.KeepAlive(array);
        return old;
    }

    /// <summary>Replaces a value if it is what is expected.</summary>
    /// <inheritdoc cref="Exchange{T}(SharedValue{T}, T)"/>
    /// <param name="value">The value.</param>
    /// <param name="replacement">What it becomes.</param>
    /// <param name="comparand">What it has to be. Compared by its bits.</param>
    public static T CompareExchange<T>(this SharedValue<T> value, T replacement, T comparand) where T : unmanaged
    {
        T old = Interlocked.CompareExchange(ref value.Reference, replacement, comparand);
        GC.KeepAlive(value);
        return old;
    }

    /// <summary>Replaces an item if it is what is expected.</summary>
    /// <inheritdoc cref="Exchange{T}(SharedValue{T}, T)"/>
    /// <param name="array">The array.</param>
    /// <param name="index">The item.</param>
    /// <param name="replacement">What it becomes.</param>
    /// <param name="comparand">What it has to be. Compared by its bits.</param>
    public static T CompareExchange<T>(this SharedArray<T> array, int index, T replacement, T comparand) where T : unmanaged
    {
        T old = Interlocked.CompareExchange(ref array[index], replacement, comparand);
        GC.KeepAlive(array);
        return old;
    }

    /// <summary>Makes a number the lesser of itself and another.</summary>
    /// <inheritdoc cref="Add{T}(SharedValue{T}, T)"/>
    /// <param name="value">The number.</param>
    /// <param name="other">The other.</param>
    /// <returns>What it was.</returns>
    public static T Min<T>(this SharedValue<T> value, T other) where T : unmanaged, INumber<T>
    {
        T old = Min(ref value.Reference, other);
        GC.KeepAlive(value);
        return old;
    }

    /// <summary>Makes an item the lesser of itself and another.</summary>
    /// <inheritdoc cref="Add{T}(SharedValue{T}, T)"/>
    /// <param name="array">The array.</param>
    /// <param name="index">The item.</param>
    /// <param name="other">The other.</param>
    /// <returns>What it was.</returns>
    public static T Min<T>(this SharedArray<T> array, int index, T other) where T : unmanaged, INumber<T>
    {
        T old = Min(ref array[index], other);
        GC.KeepAlive(array);
        return old;
    }

    /// <summary>Makes a number the greater of itself and another.</summary>
    /// <inheritdoc cref="Add{T}(SharedValue{T}, T)"/>
    /// <param name="value">The number.</param>
    /// <param name="other">The other.</param>
    /// <returns>What it was.</returns>
    public static T Max<T>(this SharedValue<T> value, T other) where T : unmanaged, INumber<T>
    {
        T old = Max(ref value.Reference, other);
        GC.KeepAlive(value);
        return old;
    }

    /// <summary>Makes an item the greater of itself and another.</summary>
    /// <inheritdoc cref="Add{T}(SharedValue{T}, T)"/>
    /// <param name="array">The array.</param>
    /// <param name="index">The item.</param>
    /// <param name="other">The other.</param>
    /// <returns>What it was.</returns>
    public static T Max<T>(this SharedArray<T> array, int index, T other) where T : unmanaged, INumber<T>
    {
        T old = Max(ref array[index], other);
        GC.KeepAlive(array);
        return old;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Add<T>(ref T place, T addend) where T : unmanaged, INumber<T>
    {
        // The two that the processor has an instruction for; the comparison of types costs nothing once compiled.
        if (typeof(T) == typeof(int) || typeof(T) == typeof(uint))
        {
            return Unsafe.BitCast<int, T>(Interlocked.Add(ref Unsafe.As<T, int>(ref place), Unsafe.BitCast<T, int>(addend)));
        }

        if (typeof(T) == typeof(long) || typeof(T) == typeof(ulong))
        {
            return Unsafe.BitCast<long, T>(Interlocked.Add(ref Unsafe.As<T, long>(ref place), Unsafe.BitCast<T, long>(addend)));
        }

        T seen = place;
        while (true)
        {
            T sum = unchecked(seen + addend);
            if (TryReplace(ref place, sum, ref seen))
            {
                return sum;
            }
        }
    }

    private static T Min<T>(ref T place, T other) where T : unmanaged, INumber<T>
    {
        T seen = place;
        while (other < seen && !TryReplace(ref place, other, ref seen))
        {
        }

        return seen;
    }

    private static T Max<T>(ref T place, T other) where T : unmanaged, INumber<T>
    {
        T seen = place;
        while (other > seen && !TryReplace(ref place, other, ref seen))
        {
        }

        return seen;
    }

    // By bits: NaN is not equal to itself, and would be tried for ever.
    private static bool TryReplace<T>(ref T place, T replacement, ref T seen) where T : unmanaged
    {
        T found = Interlocked.CompareExchange(ref place, replacement, seen);
        bool isDone = AreSame(found, seen);
        seen = found;
        return isDone;
    }

    private static unsafe bool AreSame<T>(T left, T right) where T : unmanaged =>
        new ReadOnlySpan<byte>(&left, sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(&right, sizeof(T)));
}
