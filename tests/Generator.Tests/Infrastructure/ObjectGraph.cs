using System.Collections;
using System.Reflection;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>Looks at everything that an object holds, however deeply.</summary>
internal static class ObjectGraph
{
    /// <summary>Fails if the object holds one whose type is of an assembly.</summary>
    /// <returns>How many objects were looked at.</returns>
    public static int AssertHoldsNothingOf(Assembly assembly, object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Visit(root, root.GetType().Name);
        return seen.Count;

        void Visit(object? value, string path)
        {
            if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            {
                return;
            }

            for (Type? type = value.GetType(); type is not null; type = type.BaseType)
            {
                Assert.False(type.Assembly == assembly || type.Assembly.GetName().Name!.StartsWith(assembly.GetName().Name!, StringComparison.Ordinal), $"{path} is a {value.GetType()}.");
                foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    Visit(field.GetValue(value), $"{path}.{field.Name}");
                }
            }

            if (value is Array array)
            {
                int index = 0;
                foreach (object? item in (IEnumerable)array)
                {
                    Visit(item, $"{path}[{index++}]");
                }
            }
        }
    }
}
