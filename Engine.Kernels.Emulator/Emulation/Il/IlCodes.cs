using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace Engine.Kernels.Emulation;

/// <summary>All instruction codes, and the long form of each short one.</summary>
internal static class IlCodes
{
    private static readonly Dictionary<short, OpCode> s_byValue = All().ToDictionary(code => code.Value);
    private static readonly Dictionary<string, OpCode> s_byName = All().ToDictionary(code => code.Name!);

    /// <summary>The code at an index of some IL.</summary>
    public static OpCode At(byte[] il, int index) =>
        s_byValue[il[index] == OpCodes.Prefix1.Value ? unchecked((short)(0xFE00 | il[index + 1])) : il[index]];

    /// <summary>The long form of a code, with the number that the short form contains.</summary>
    public static (OpCode Code, int? Number) Long(OpCode code)
    {
        string name = code.Name!;
        if (name == "ldc.i4.m1") return (OpCodes.Ldc_I4, -1);
        int dot = name.LastIndexOf('.');
        if (dot < 0) return (code, null);
        string stem = name[..dot], end = name[(dot + 1)..];
        if (end == "s") return (s_byName[stem], null);
        bool isNumbered = code.OpCodeType == OpCodeType.Macro && int.TryParse(end, CultureInfo.InvariantCulture, out _);
        return isNumbered ? (s_byName[stem], int.Parse(end, CultureInfo.InvariantCulture)) : (code, null);
    }

    private static IEnumerable<OpCode> All() => typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.FieldType == typeof(OpCode))
        .Select(field => (OpCode)field.GetValue(null)!);
}
